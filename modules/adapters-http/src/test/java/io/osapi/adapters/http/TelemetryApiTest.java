package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryApiTest {
  private static final String PATH = "/api/v1/telemetry/web-01";

  private final RunningApi api = new RunningApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void the_newest_of_each_type_is_told() {
    publish(TelemetryType.SYSTEM, Map.of("cpu_percent", 1.5));
    publish(TelemetryType.SYSTEM, Map.of("cpu_percent", 2.5));
    publish(TelemetryType.SERVICE, Map.of("services", java.util.List.of()));

    var got = api.get(PATH);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json())
        .containsOnlyKeys("hostname", "latest")
        .containsEntry("hostname", "web-01");
    var latest = assertThat(got.json("latest")).asInstanceOf(MAP);
    latest.containsOnlyKeys("system", "service");
    latest
        .extractingByKey("system", MAP)
        .containsEntry("cpu_percent", 2.5)
        .containsEntry("type", "system")
        .hasEntrySatisfying(
            "received_at",
            time -> assertThat((String) time).matches("[\\d-]{10}T[\\d:]{8}\\.\\d{3}Z"));
  }

  @Test
  void a_window_has_what_came_since_the_oldest_first() {
    publish(TelemetryType.SYSTEM, Map.of("n", 2));
    publish(TelemetryType.SERVICE, Map.of("n", 3));
    publish(TelemetryType.SYSTEM, Map.of("n", 4));

    var got = api.get(PATH + "?type=system&since=1h&limit=10");

    assertThat(got.json("truncated")).isEqualTo(false);
    assertThat(got.json("items")).asInstanceOf(LIST).extracting("n").containsExactly(2, 4);
    assertThat(got.json("latest")).asInstanceOf(MAP).containsOnlyKeys("system");
  }

  @Test
  void a_window_that_is_cut_says_so() {
    publish(TelemetryType.SYSTEM, Map.of("n", 1));
    publish(TelemetryType.SYSTEM, Map.of("n", 2));

    var got = api.get(PATH + "?since=PT1H&limit=1");

    assertThat(got.json("truncated")).isEqualTo(true);
    assertThat(got.json("items")).asInstanceOf(LIST).extracting("n").containsExactly(1);
  }

  @Test
  void a_host_cannot_pretend_to_another_time_or_type() {
    publish(TelemetryType.SYSTEM, Map.of("type", "inventory", "received_at", "never"));

    assertThat(api.get(PATH).json("latest"))
        .asInstanceOf(MAP)
        .extractingByKey("system", MAP)
        .containsEntry("type", "system")
        .doesNotContainEntry("received_at", "never");
  }

  @Test
  void a_host_that_nobody_knows_is_404() {
    var got = api.get("/api/v1/telemetry/web-09");

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.json()).containsEntry("code", "worker-not-found");
  }

  @Test
  void a_worker_that_sent_none_is_404_for_another_reason() {
    api.system.startWorker("web-01", RunningApi.demo());

    var got = api.get(PATH);

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.json()).containsEntry("code", "no-telemetry");
  }

  @ParameterizedTest
  @CsvSource({
    "type=cpu, query/type",
    "since=yesterday, query/since",
    "since=0s, query/since",
    "since=99999d, query/since",
    "since=PT-1H, query/since",
    "limit=0, query/limit",
    "limit=1001, query/limit",
    "until=1h, query/until"
  })
  void a_wrong_parameter_is_pointed_to(String query, String pointer) {
    publish(TelemetryType.SYSTEM, Map.of("n", 1));

    var got = api.get(PATH + "?" + query);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactly(pointer);
  }

  @Test
  void while_the_store_is_away_it_says_so() {
    publish(TelemetryType.SYSTEM, Map.of("n", 1));
    api.system.outage.begin();

    assertThat(api.get(PATH).status()).isEqualTo(503);
  }

  private void publish(TelemetryType type, Map<String, Object> payload) {
    api.system.telemetry.outlet(DeviceId.of(new HostName("web-01"))).publish(type, payload);
  }
}
