package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.memory.MemoryTracing.Ended;
import io.osapi.application.port.Tracing.Kind;
import io.osapi.application.port.Tracing.Position;
import io.osapi.domain.access.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each request is an activity, and ends, however it ends. */
class RequestActivityTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String JOB_ID = "0198c0de-0000-7000-8000-000000000001";
  private static final String UNKNOWN_JOB = "/api/v1/jobs/" + JOB_ID;
  private static final Duration SHORT = Duration.ofMillis(500);

  private final RunningApi api =
      new RunningApi(DemoOperations.CATALOGUE, new Patience(SHORT, SHORT, SHORT, SHORT));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void it_is_named_by_the_template_of_its_route_and_described_by_the_conventions() {
    api.get(UNKNOWN_JOB + "?a=b");

    assertThat(only().name()).isEqualTo("GET /api/v1/jobs/{id}");
    assertThat(only().kind()).isEqualTo(Kind.SERVER);
    assertThat(only().attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.route", "/api/v1/jobs/{id}")
        .containsEntry("url.path", UNKNOWN_JOB)
        .containsEntry("url.scheme", "http")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", api.server.port())
        .containsEntry("client.address", "127.0.0.1");
  }

  @Test
  void its_lines_say_who_asked_for_which_job() {
    api.get(UNKNOWN_JOB, "X-Request-Id", "my-id");

    assertThat(only().fields()).containsEntry("request_id", "my-id");
    assertThat(only().notes()).containsEntry("principal", "alice").containsEntry("job_id", JOB_ID);
  }

  @Test
  void it_is_below_the_callers_own_and_the_problem_names_the_trace() {
    var got = api.get(UNKNOWN_JOB, "traceparent", PARENT, "tracestate", "rojo=1");

    assertThat(only().parent()).contains(new Position(TRACE, "00f067aa0ba902b7", "01", "rojo=1"));
    assertThat(got.json("trace_id")).isEqualTo(TRACE).isEqualTo(only().position().traceId());
  }

  @Test
  void without_a_callers_trace_the_problem_names_the_one_that_began_here() {
    var got = api.get(UNKNOWN_JOB);

    assertThat(only().parent()).isEmpty();
    assertThat(got.json("trace_id")).isEqualTo(only().position().traceId());
  }

  @Test
  void a_refusal_is_no_error_of_ours_and_an_outage_is() {
    api.get(UNKNOWN_JOB);
    api.system.outage.begin();
    api.get(UNKNOWN_JOB);

    var both = ended(2);
    assertThat(both.getFirst().attributes()).containsEntry("http.response.status_code", 404L);
    assertThat(both.getFirst().error()).isEmpty();
    assertThat(both.getLast().attributes()).containsEntry("http.response.status_code", 503L);
    assertThat(both.getLast().error()).contains("503");
  }

  @Test
  void paths_and_methods_that_callers_make_up_do_not_make_up_names() throws Exception {
    api.get("/api/v1/nothing/of/ours");
    exchange("BREW /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(ended(2)).extracting(Ended::name).containsExactly("GET", "_OTHER /health");
  }

  @Test
  void what_breaks_http_has_one_too() throws Exception {
    var answer =
        exchange("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");

    assertThat(only().name()).isEqualTo("HTTP");
    assertThat(answer).contains("400").contains(only().position().traceId());
  }

  @Test
  void a_body_that_does_not_come_ends_it() throws Exception {
    exchange(beginningOfPost());

    assertThat(only().attributes()).containsEntry("http.response.status_code", 408L);
  }

  @Test
  void a_caller_that_goes_away_in_the_middle_ends_it() throws Exception {
    try (var client = new RawClient(api.server.port())) {
      client.send(beginningOfPost());
    }

    assertThat(only().name()).isEqualTo("POST /api/v1/jobs");
    assertThat(only().error()).isPresent();
  }

  private String beginningOfPost() {
    return "POST /api/v1/jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "Authorization: Bearer "
        + api.token(Role.WRITE)
        + "\r\nContent-Length: 10\r\n\r\n{";
  }

  private String exchange(String request) throws IOException {
    try (var client = new RawClient(api.server.port())) {
      return client.send(request).readToEnd();
    }
  }

  private Ended only() {
    return ended(1).getFirst();
  }

  /** A request ends a moment after its answer has been sent. */
  private List<Ended> ended(int count) {
    await().until(() -> api.tracing.ended().size() == count);
    return api.tracing.ended();
  }
}
