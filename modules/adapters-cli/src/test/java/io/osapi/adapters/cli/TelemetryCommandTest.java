package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryCommandTest {
  private static final String SYSTEM =
      """
      {"type":"system","received_at":"2026-01-31T12:00:00.250Z","device_id":"web-01","status":"success",
       "cpu_percent":12.34,"memory_used_percent":40.5,"disks":[{"drive":"/","device":"/dev/sda1","free_percent":33.3,"free_gb":10.0,"total_gb":30.0}]}
      """;
  private static final String SERVICE =
      """
      {"type":"service","received_at":"2026-01-31T12:00:01.000Z","device_id":"web-01","status":"success",
       "services":[{"name":"nginx","status":"Running"}]}
      """;
  private static final String LATEST =
      "{\"hostname\":\"web-01\",\"latest\":{\"system\":%s,\"service\":%s}}"
          .formatted(SYSTEM, SERVICE);
  private static final String LATER =
      LATEST.replace("12:00:00.250Z", "12:05:00.250Z").replace("12.34", "56.7");

  private final RecordedApi api = new RecordedApi();
  private final Shell shell = Shell.at(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void the_newest_is_shown_with_its_disks_and_services() {
    api.on("GET /api/v1/telemetry/web-01", 200, LATEST);

    var outcome = shell.run("client", "telemetry", "get", "web-01");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern("cpu_percent +12.3%")
        .containsPattern("DRIVE +DEVICE +TOTAL_GB +FREE_GB +FREE%")
        .containsPattern("/ +/dev/sda1 +30.0 +10.0 +33.3%")
        .containsPattern("nginx +Running");
  }

  @Test
  void a_span_of_time_is_a_table_and_a_cut_one_says_so() {
    api.on(
        "GET /api/v1/telemetry/web-01?type=system&since=PT1H&limit=1",
        200,
        "{\"hostname\":\"web-01\",\"latest\":{},\"items\":[" + SYSTEM + "],\"truncated\":true}");

    var outcome =
        shell.run(
            "client",
            "telemetry",
            "get",
            "web-01",
            "--type",
            "system",
            "--since",
            "1h",
            "--limit",
            "1");

    assertThat(outcome.out()).contains("RECEIVED_AT").containsPattern("system +success +12.3%");
    assertThat(outcome.err()).contains("There is more");
  }

  @Test
  void json_is_the_answer_itself() {
    api.on("GET /api/v1/telemetry/web-01", 200, LATEST);

    assertThat(shell.run("client", "telemetry", "get", "web-01", "-o", "json").out())
        .contains("\"cpu_percent\": 12.34");
  }

  @Test
  void a_host_that_nobody_knows_is_told() {
    api.on(
        "GET /api/v1/telemetry/web-09",
        404,
        Recorded.problem(404, "worker-not-found", "No such worker"));

    assertThat(shell.run("client", "telemetry", "get", "web-09").code()).isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.run("client", "telemetry", "watch", "web-09", "--for", "1s").code())
        .isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void watching_prints_each_record_once() {
    api.on("GET /api/v1/telemetry/web-01", 200, LATEST)
        .on("GET /api/v1/telemetry/web-01", 200, LATEST)
        .on("GET /api/v1/telemetry/web-01", 200, LATER);

    var outcome =
        shell.run(
            "client", "telemetry", "watch", "web-01", "--interval", "500ms", "--for", "1600ms");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines())
        .containsExactly(
            "2026-01-31T12:00:00Z  web-01  system  cpu 12.3%, memory 40.5%, / free 33.3%",
            "2026-01-31T12:00:01Z  web-01  service  nginx Running",
            "2026-01-31T12:05:00Z  web-01  system  cpu 56.7%, memory 40.5%, / free 33.3%");
  }

  @Test
  void watching_without_names_asks_for_all_that_are_live() {
    api.on("GET /api/v1/workers", 200, Recorded.WORKERS)
        .on("GET /api/v1/telemetry/web-01", 200, LATEST)
        .on(
            "GET /api/v1/telemetry/web-02",
            404,
            Recorded.problem(404, "no-telemetry", "The worker has sent no telemetry"));

    var outcome = shell.run("client", "telemetry", "watch", "--for", "100ms", "-o", "json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"hostname\":\"web-01\",\"type\":"));
  }

  @Test
  void an_outage_does_not_end_the_watch() {
    api.on("GET /api/v1/telemetry/web-01", 200, LATEST)
        .on(
            "GET /api/v1/telemetry/web-01",
            503,
            Recorded.problem(503, "unavailable", "The job store cannot be reached"))
        .on("GET /api/v1/telemetry/web-01", 200, LATER);

    var outcome =
        shell.run(
            "client", "telemetry", "watch", "web-01", "--interval", "500ms", "--for", "1600ms");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines()).hasSize(3);
  }
}
