package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.http.RunningApi.Got;
import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.domain.access.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A scrape over HTTP. */
class MetricsApiTest {
  private final RunningApi api = new RunningApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void prometheus_text_is_what_is_given_unless_open_metrics_is_asked_for() {
    var plain = scrape("Accept", "text/plain");
    var none = scrape();
    var open =
        scrape("Accept", "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.3");

    assertThat(plain.header("Content-Type")).isEqualTo(Metrics.MEDIA_TYPES.getFirst());
    assertThat(none.header("Content-Type")).isEqualTo(Metrics.MEDIA_TYPES.getFirst());
    assertThat(open.header("Content-Type")).isEqualTo(Metrics.MEDIA_TYPES.getLast());
    assertThat(open.text()).endsWith("# EOF\n");
  }

  @Test
  void requests_are_told_by_the_template_of_their_route_whatever_became_of_them() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.get("/api/v1/workers/web-01");
    api.get("/api/v1/workers/web-77");
    api.sendWithoutToken("GET", "/api/v1/workers/web-88", "");
    api.send(Role.READ, "DELETE", "/api/v1/workers/web-99", "");

    awaitLine("GET", "/api/v1/workers/{hostname}", 200);
    awaitLine("GET", "/api/v1/workers/{hostname}", 404);
    awaitLine("GET", "/api/v1/workers/{hostname}", 401);
    awaitLine("DELETE", "/api/v1/workers/{hostname}", 405);
    assertThat(scrape().text()).doesNotContain("web-");
  }

  @Test
  void a_literal_path_is_not_taken_for_a_parameter() {
    api.get("/api/v1/jobs/status");

    awaitLine("GET", "/api/v1/jobs/status", 200);
    assertThat(scrape().text()).doesNotContain("http_route=\"/api/v1/jobs/{id}\"");
  }

  @Test
  void what_a_caller_invents_is_never_a_label() {
    api.get("/no/such/path-4711");
    api.send(Role.READ, "INVENTED", "/api/v1/jobs", "");

    awaitLine("GET", "_OTHER", 404);
    awaitLine("_OTHER", "/api/v1/jobs", 405);
    assertThat(scrape().text()).doesNotContain("4711").doesNotContain("INVENTED");
  }

  @Test
  void a_scrape_works_while_the_broker_is_away_and_says_so() {
    api.system.outage.begin();
    var scrape = scrape();

    assertThat(scrape.status()).isEqualTo(200);
    assertThat(scrape.text()).contains("\nosapi_nats_connected 0.0\n");
  }

  private Got scrape(String... headers) {
    return api.sendWithoutToken("GET", "/metrics", "", headers);
  }

  /** A request is counted once its answer was sent: its caller may look sooner. */
  private void awaitLine(String method, String route, int status) {
    var line =
        "http_server_request_duration_seconds_count{http_request_method=\""
            + method
            + "\",http_response_status_code=\""
            + status
            + "\",http_route=\""
            + route
            + "\"} 1";
    await().untilAsserted(() -> assertThat(scrape().text()).contains("\n" + line + "\n"));
  }
}
