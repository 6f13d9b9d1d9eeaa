package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.product.Installation.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What real workers tell of this host, by a real broker, to whoever asks the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TelemetryIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** All tasks on, as often as may be. */
  private static final Map<String, String> EDGE =
      Map.of(
          "OSAPI_AGENT_LOCATION", "Hall 3",
          "OSAPI_AGENT_TASKS_HEARTBEAT_INTERVAL", "10s",
          "OSAPI_AGENT_TASKS_SYSTEM_METRICS_INTERVAL", "30s",
          "OSAPI_AGENT_TASKS_SERVICE_CHECK_INTERVAL", "10s",
          "OSAPI_AGENT_TASKS_SERVICE_CHECK_SERVICES", "nginx,cron");

  private Installation osapi;
  private String token;
  private Rest rest;
  private Role nats;
  private Role edge;
  private Role plain;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    token = osapi.token("read");
    rest = new Rest(osapi, token);
    nats = osapi.startNats();
    osapi.startApi();
    edge = osapi.startWorker("edge.example.org", EDGE);
    plain = osapi.startWorker("plain-01", Map.of());
    osapi.awaitWorkers(rest, 2);
  }

  @AfterAll
  void stop() {
    rest.close();
    osapi.close();
  }

  @Test
  void a_worker_tells_of_its_host_soon_after_its_start() {
    var system = awaitLatest("system");

    assertThat(system)
        .containsEntry("device_id", "edge_dexample_dorg")
        .containsEntry("code", "edge_dexample_dorg")
        .containsEntry("location", "Hall 3")
        .containsEntry("status", "success")
        .containsKeys("timestamp", "ts", "memory_total_gb", "memory_free_gb", "disks");
    assertThat(awaitLatest("inventory"))
        .containsKeys("agent", "os", "cpu", "memory", "disks", "network");
    // Whether it has a systemd or not: it says how its services are, or why it cannot.
    assertThat(awaitLatest("service"))
        .containsAnyOf(Map.entry("status", "success"), Map.entry("status", "error"));
  }

  @Test
  void the_next_sample_has_rates() {
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> assertThat(latest("system")).containsKeys("cpu_percent", "cpu_usage_percent"));
  }

  @Test
  void a_worker_without_an_agent_section_tells_nothing() throws Exception {
    awaitLatest("system");

    var answer = rest.get("/telemetry/plain-01");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).containsEntry("code", "no-telemetry");
  }

  @Test
  void the_command_line_shows_it() throws Exception {
    awaitLatest("system");

    var got = osapi.runAs(token, "client", "telemetry", "get", "edge.example.org");
    var span =
        osapi.runAs(
            token,
            "client",
            "telemetry",
            "get",
            "edge.example.org",
            "--since",
            "1h",
            "--type",
            "system");

    assertThat(got.exitCode()).as(got.err()).isZero();
    assertThat(got.out()).contains("memory_total_gb").containsPattern("DRIVE +DEVICE");
    assertThat(span.out()).containsPattern("RECEIVED_AT +TYPE").containsPattern("system +success");
  }

  @Test
  void watching_ends_with_ctrl_c_and_says_nothing_of_it() throws Exception {
    awaitLatest("system");
    var watch =
        osapi.startAs(token, "watch", "client", "telemetry", "watch", "--interval", "500ms");
    await().atMost(SOON).until(() -> Files.readString(watch.log()).contains("system"));

    new ProcessBuilder("kill", "-INT", String.valueOf(watch.process().pid())).start().waitFor();

    assertThat(watch.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.process().exitValue()).isEqualTo(130);
    assertThat(Files.readString(watch.log())).doesNotContain("\tat ", "Exception");
  }

  @Test
  void telemetry_goes_on_after_the_broker_was_away() throws Exception {
    // What is due once a day and is lost is collected again after minutes only.
    awaitLatest("inventory");
    awaitLatest("system");
    nats.kill();
    nats = osapi.startNats();
    var restarted = System.currentTimeMillis();

    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> ((Number) latest("service").get("ts")).longValue() > restarted);
    assertThat(Files.readString(edge.log())).doesNotContain("Exception");
  }

  /** The figures are for the report of a build: what a JVM takes is not for this test to judge. */
  @Test
  void what_the_tasks_take_is_printed() throws Exception {
    awaitLatest("system");

    System.err.println(
        "resident memory of a worker with all tasks on: "
            + resident(edge)
            + ", without an edge side: "
            + resident(plain));
    assertThat(resident(edge)).endsWith(" kB");
  }

  private static String resident(Role role) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + role.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.substring("VmRSS:".length()).strip())
        .findFirst()
        .orElse("?");
  }

  private Map<String, Object> awaitLatest(String type) {
    await().atMost(SOON).ignoreExceptions().until(() -> latest(type) != null);
    try {
      return latest(type);
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  @SuppressWarnings("unchecked") // as the contract has it
  private Map<String, Object> latest(String type) throws IOException, InterruptedException {
    var answer = rest.get("/telemetry/edge.example.org?type=" + type);
    return (Map<String, Object>) ((Map<String, Object>) answer.body().get("latest")).get(type);
  }
}
