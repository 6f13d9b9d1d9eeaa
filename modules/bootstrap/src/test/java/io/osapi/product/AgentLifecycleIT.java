package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.osapi.adapters.nats.key.NKey;
import io.osapi.product.Installation.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an edge worker comes and goes, with brokers that are away, poor, or do not want it. */
class AgentLifecycleIT {
  private static final String CREDENTIALS = "OSAPI_JOB_WORKER_NATS_CREDENTIALS_FILE";

  /** Longer than the five seconds after which a job begins to tell how far it is. */
  private static final String STEPS = "for i in 1 2 3 4 5 6 7 8; do echo step $i; sleep 1; done";

  private static final Map<String, String> EDGE =
      Map.of(
          "PATH",
          "/usr/sbin:/usr/bin:/sbin:/bin",
          "OSAPI_AGENT_COMMANDS_ALLOWED_COMMANDS",
          "shell:echo begun; sleep 3; echo done,echo hello,shell:" + STEPS);

  @TempDir private Path directory;
  private Installation osapi;
  private Path ops;
  private Optional<Role> nats = Optional.empty();

  @BeforeEach
  void install() throws Exception {
    osapi = new Installation(directory);
    ops = directory.resolve("ops.nk");
    osapi.run("nats", "client", "enroll", "--name", "ops", "--file", ops.toString());
  }

  @AfterEach
  void stop() throws Exception {
    // In order: who is killed leaves a server for a moment, which writes where nothing is any more.
    if (nats.isPresent()) {
      nats.get().stop();
    }
    osapi.close();
  }

  @Test
  void it_waits_for_its_broker_and_a_command_that_runs_at_sigterm_is_answered() throws Exception {
    var worker = osapi.startWorker("edge-01", EDGE);
    eventually().until(() -> log(worker).contains("waiting for NATS"));
    nats = Optional.of(osapi.startNats());
    var client = connected();
    eventually().until(() -> ask(client, "edge-01", "ping", "").contains("pong"));
    var running =
        client.requestWithTimeout(
            "agents.edge-01.cmd.exec",
            "{\"command\":\"echo begun; sleep 3; echo done\"}".getBytes(StandardCharsets.UTF_8),
            Duration.ofSeconds(20));
    eventually()
        .until(() ->
            worker
                .process()
                .descendants()
                .anyMatch(each -> each.info().commandLine().orElse("").endsWith("sleep 3")));

    assertThat(worker.stop()).isZero();

    assertThat(new String(running.get(5, TimeUnit.SECONDS).getData(), StandardCharsets.UTF_8))
        .contains("\"status\":\"success\"", "begun\\ndone\\n");
    client.close();
  }

  @Test
  void a_job_that_runs_a_long_command_tells_what_it_writes_while_it_runs() throws Exception {
    nats = Optional.of(osapi.startNats());
    osapi.startApi();
    osapi.startWorker("edge-01", EDGE);
    try (var rest = new Rest(osapi, osapi.token("admin"))) {
      osapi.awaitWorkers(rest, 1);
      var operation = Map.of("type", "command.exec.run", "data", Map.of("command", STEPS));
      var job =
          "/jobs/" + rest.ask("POST", "/jobs", Map.of("operation", operation)).body().get("job_id");

      eventually()
          .until(() ->
              rest.get(job).list("timeline").stream()
                  .anyMatch(event ->
                      event.get("event").equals("progress")
                          && event.get("message").toString().matches("step [1-8]")));
      assertThat(rest.get(job).body()).containsEntry("status", "processing");
      eventually().until(() -> rest.get(job).body().get("status").equals("completed"));
      assertThat(rest.get(job).body().get("result").toString()).contains("step 1\nstep 2\n");
    }
  }

  @Test
  void refused_credentials_end_it_with_code_4() throws Exception {
    nats = Optional.of(osapi.startNats());
    var unknown = Files.writeString(directory.resolve("x.nk"), NKey.generate().decorated("nobody"));
    Files.setPosixFilePermissions(unknown, PosixFilePermissions.fromString("rw-------"));
    var settings = new HashMap<>(EDGE);
    settings.put(CREDENTIALS, unknown.toString());
    var stranger = osapi.startWorkerElsewhere("stranger", settings);

    assertThat(stranger.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(stranger.process().exitValue()).isEqualTo(4);
  }

  @Test
  void an_id_that_the_broker_does_not_know_it_by_is_refused_and_health_says_so() throws Exception {
    var rest = new Rest(osapi, osapi.token("admin"));
    nats = Optional.of(osapi.startNats());
    osapi.startApi();
    var file = directory.resolve("web-01.nk");
    osapi.run("worker", "enroll", "--hostname", "web-01", "--file", file.toString());
    var settings = new HashMap<>(EDGE);
    settings.putAll(Map.of(CREDENTIALS, file.toString(), "OSAPI_AGENT_DEVICE_ID", "pump_7"));
    osapi.startWorkerElsewhere("web-01", settings);
    osapi.awaitWorkers(rest, 1);

    eventually()
        .untilAsserted(() ->
            assertThat(rest.get("/agent/health?target=web-01").list("results").getFirst())
                .containsEntry("health", "degraded")
                .hasEntrySatisfying(
                    "nats", nats -> assertThat(nats.toString()).contains("agents.pump_7.cmd")));
    rest.close();
  }

  @Test
  void without_jetstream_commands_are_answered_and_health_is_degraded() throws Exception {
    var server =
        new ProcessBuilder(
                Installation.natsServer(),
                "-a",
                "127.0.0.1",
                "-p",
                Integer.toString(osapi.natsPort))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("plain.log").toFile())
            .start();
    try {
      osapi.startWorkerElsewhere("edge-01", EDGE);
      var plain = new Connection[1];
      eventually()
          .until(() -> {
            plain[0] = Nats.connect("nats://127.0.0.1:" + osapi.natsPort);
            return true;
          });
      eventually().until(() -> ask(plain[0], "edge-01", "ping", "").contains("pong"));

      assertThat(ask(plain[0], "edge-01", "exec", "{\"command\":\"echo hello\"}"))
          .contains("\"exit_code\":0");
      assertThat(ask(plain[0], "edge-01", "health", ""))
          .contains("\"status\":\"degraded\"", "without JetStream");
      plain[0].close();
    } finally {
      server.destroyForcibly().onExit().join();
    }
  }

  private Connection connected() {
    var made = new Connection[1];
    eventually()
        .until(() -> {
          made[0] = NatsIdentity.connect(osapi.natsPort, ops, "_INBOX");
          return true;
        });
    return made[0];
  }

  private static String ask(Connection client, String id, String command, String request)
      throws Exception {
    var answer =
        client.request(
            "agents." + id + ".cmd." + command,
            request.getBytes(StandardCharsets.UTF_8),
            Duration.ofSeconds(5));
    return answer == null ? "" : new String(answer.getData(), StandardCharsets.UTF_8);
  }

  private static String log(Role role) throws Exception {
    return Files.readString(role.log());
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(40)).ignoreExceptions();
  }
}
