package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.http.RunningApi.Got;
import io.osapi.application.port.DeadLetters.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What probes are told, in good times and in bad. */
class HealthApiTest {
  private final RunningApi api = new RunningApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void when_all_is_there_all_is_told() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.deadLetters.keep(
        new DeadLetter("1", Optional.empty(), "worker", "poison", 5, Instant.EPOCH));
    api.get("/api/v1/demo/all");
    var got = api.get("/health/status");

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json())
        .containsEntry("status", "ok")
        .containsEntry("version", "1.2.3")
        .containsEntry(
            "components", Map.of("nats", Map.of("status", "ok"), "kv", Map.of("status", "ok")));
    assertThat(object(got, "nats")).containsOnlyKeys("url", "version");
    assertThat((List<?>) got.json("streams")).hasSize(1);
    assertThat((List<?>) got.json("kv_buckets")).hasSize(1);
    assertThat(Duration.parse((String) got.json("uptime"))).isLessThan(Duration.ofMinutes(10));
    assertThat(got.text())
        .contains(
            "\"jobs\":{\"total\":1,\"unprocessed\":0,\"processing\":0,\"completed\":1,\"failed\":0,"
                + "\"partial_failure\":0,\"cancelled\":0,\"expired\":0,\"dlq\":1}")
        .contains("\"workers\":{\"live\":1,\"late\":0,\"gone\":0}");
  }

  @Test
  void without_the_broker_it_is_degraded_says_why_and_leaves_out_what_it_cannot_know() {
    api.system.startWorker("web-01", RunningApi.demo());
    api.system.outage.begin();
    var got = api.get("/health/status");

    assertThat(got.status()).isEqualTo(503);
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    assertThat(got.json()).containsEntry("status", "degraded");
    assertThat(got.json()).containsOnlyKeys("status", "version", "uptime", "components", "workers");
    assertThat(object(got, "components"))
        .containsEntry(
            "nats", Map.of("status", "error", "error", "the broker in memory is cut off"))
        .containsEntry("kv", Map.of("status", "error", "error", "the store in memory is cut off"));
  }

  @Test
  void when_the_broker_is_back_all_is_well_by_itself() {
    api.system.outage.begin();
    assertThat(api.get("/health/status").status()).isEqualTo(503);
    assertThat(api.sendWithoutToken("GET", "/health/ready", "").status()).isEqualTo(503);
    api.system.outage.end();

    assertThat(api.get("/health/status").json()).containsEntry("status", "ok");
    assertThat(api.sendWithoutToken("GET", "/health/ready", "").status()).isEqualTo(200);
  }

  @Test
  void the_process_answers_whatever_is_missing() {
    api.system.outage.begin();

    assertThat(api.sendWithoutToken("GET", "/health", "").json()).isEqualTo(Map.of("status", "ok"));
  }

  @SuppressWarnings("unchecked") // an object of JSON
  private static Map<String, Object> object(Got got, String member) {
    return (Map<String, Object>) got.json(member);
  }
}
