package io.osapi.product;

import static io.osapi.product.EdgeHost.NOT_ALLOWED;
import static io.osapi.product.EdgeHost.PATIENCE;
import static io.osapi.product.EdgeHost.members;
import static io.osapi.product.EdgeHost.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an edge worker answers: what all its replies have, services, health, inventory, and the same
 * asked for by jobs. It is also run with the images, so it reaches each command once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIT {
  private EdgeHost host;
  private Rest rest;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    host = new EdgeHost(directory);
    host.script("deploy.sh", "echo deployed");
    host.script("open.sh", "touch " + host.canary, "rwxrwxrwx");
    rest = new Rest(host.osapi, host.osapi.token("admin"));
    host.start("echo hello   world", "shell:exit 3");
    host.osapi.startApi();
    host.osapi.awaitWorkers(rest, 1);
  }

  @AfterAll
  void stop() throws Exception {
    host.stop();
    rest.close();
  }

  @Test
  void a_ping_with_anything_in_it_is_answered() throws Exception {
    for (var body : new String[] {"", "{}", "no json", "{\"x\":1}"}) {
      var reply = host.ask("ping", body);

      assertThat(reply).containsEntry("status", "pong");
      assertThat((String) reply.get("timestamp"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
      assertThat(
              Duration.between(Instant.parse((String) reply.get("timestamp")), Instant.now()).abs())
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "[]", "1", "null", "{\"command\": ", "\"x\""})
  void what_is_no_json_object_is_refused(String body) throws Exception {
    for (var command : new String[] {"service", "exec", "logs"}) {
      var answer = host.answer(command, body);

      assertThat(members(answer))
          .containsEntry("status", "error")
          .containsEntry("error", "Invalid request format")
          .containsEntry("code", "invalid-request");
      assertThat(answer.getHeaders().getFirst("Nats-Service-Error"))
          .isEqualTo("Invalid request format");
      assertThat(answer.getHeaders().getFirst("Nats-Service-Error-Code")).isEqualTo("400");
    }
  }

  @Test
  void members_that_nobody_knows_are_ignored() throws Exception {
    assertThat(host.ask("exec", Map.of("command", "echo hello world", "timeout", 1, "shell", true)))
        .containsEntry("status", "success");
  }

  @Test
  void it_is_one_service_that_tools_find() throws Exception {
    for (var subject :
        new String[] {"$SRV.PING", "$SRV.PING.osapi-agent", "$SRV.INFO", "$SRV.STATS"}) {
      var found = host.client().request(subject, new byte[0], PATIENCE);
      assertThat(Rest.object(text(found)))
          .containsEntry("name", "osapi-agent")
          .containsEntry("metadata", Map.of("device_id", EdgeHost.ID));
    }
    assertThat(text(host.client().request("$SRV.INFO.osapi-agent", new byte[0], PATIENCE)))
        .contains(
            "agents." + EdgeHost.ID + ".cmd.exec", "agents." + EdgeHost.ID + ".cmd.inventory");
  }

  @Test
  void a_service_is_started_asked_restarted_and_stopped() throws Exception {
    assertThat(host.service("status", "nginx")).containsEntry("service_status", "Stopped");
    assertThat(host.service("start", "nginx"))
        .containsEntry("status", "success")
        .containsEntry("action", "start")
        .containsEntry("service_name", "nginx")
        .containsEntry("result", "the service was started")
        .containsEntry("service_status", "Running");
    assertThat(host.service("restart", "nginx")).containsEntry("service_status", "Running");
    assertThat(host.service("stop", "nginx")).containsEntry("service_status", "Stopped");
    assertThat(Files.readAllLines(host.home.resolve("calls")))
        .contains(
            "start --no-ask-password -- nginx",
            "restart --no-ask-password -- nginx",
            "stop --no-ask-password -- nginx");
    assertThat(host.service("status", "missing")).containsEntry("service_status", "NotInstalled");
    assertThat(host.service("status", "broken")).containsEntry("service_status", "Error");
    assertThat(host.service("status", "starting")).containsEntry("service_status", "Starting");
    assertThat(host.service("start", "broken"))
        .containsEntry("error", "systemctl start broken: Job for broken failed. (exit code 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sshd", "", "nginx; touch x", "nginx.service", "NGINX", "-H", "ngin*"})
  void a_service_that_is_not_in_the_list_is_not_touched(String name) throws Exception {
    var before = host.serviceCalls();

    assertThat(host.service("stop", name))
        .containsEntry("error", "service not in allowed list: " + name)
        .containsEntry("code", "not-allowed")
        .containsEntry("service_name", name);
    assertThat(host.serviceCalls()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reload", "", "START", "kill"})
  void another_action_is_refused(String action) throws Exception {
    assertThat(host.service(action, "nginx"))
        .containsEntry(
            "error", "invalid action: " + action + " (must be start, stop, restart or status)");
  }

  @Test
  void health_tells_what_it_is_and_counts_commands() throws Exception {
    var before = (Map<?, ?>) host.ask("health", "").get("commands");
    host.exec("echo hello world");
    host.exec("no such command");
    host.ask("ping", "");
    host.ask("inventory", "");
    var health = host.ask("health", "");

    assertThat(health).containsEntry("status", "healthy");
    var commands = (Map<?, ?>) health.get("commands");
    assertThat(number(commands, "processed") - number(before, "processed")).isEqualTo(2);
    assertThat(number(commands, "errored") - number(before, "errored")).isEqualTo(1);
    assertThat(commands.get("last_error")).isEqualTo(NOT_ALLOWED);
    assertThat((Map<?, ?>) health.get("agent"))
        .satisfies(agent ->
            assertThat(agent.keySet().toString())
                .contains("version", "uptime_seconds", "memory_mb", "memory_usage_mb", "threads"));
    assertThat((Map<?, ?>) health.get("nats"))
        .satisfies(nats -> {
          assertThat(nats.get("connected")).isEqualTo(true);
          assertThat(nats.keySet().toString())
              .contains(
                  "url",
                  "server_url",
                  "reconnects",
                  "in_msgs",
                  "out_msgs",
                  "in_bytes",
                  "out_bytes");
        });
    assertThat((Map<?, ?>) health.get("config"))
        .satisfies(config -> {
          assertThat(config.get("device_id")).isEqualTo(EdgeHost.ID);
          assertThat(config.get("subject_prefix")).isEqualTo("agents");
        });
    assertThat(((Map<?, ?>) health.get("os")).keySet().toString())
        .contains("platform", "name", "version", "build");
    assertThat((Map<?, ?>) health.get("tasks")).isNotEmpty();
  }

  @Test
  void the_inventory_is_that_of_this_host() throws Exception {
    var inventory = host.ask("inventory", "anything");

    assertThat(inventory)
        .containsEntry("status", "success")
        .containsKeys("agent", "os", "cpu", "memory", "disks", "network");
    assertThat(number((Map<?, ?>) inventory.get("cpu"), "cores")).isPositive();
  }

  @Test
  void jobs_do_the_same_and_are_held_to_the_same_lists() throws Exception {
    Files.writeString(host.logs.resolve("job.log"), "a\nb\n");

    assertThat(job("/command/exec/run", Map.of("command", "echo hello world")))
        .containsEntry("status", "ok")
        .containsEntry("output", "hello world\n");
    assertThat(job("/command/exec/run", Map.of("command", "touch " + host.canary)))
        .containsEntry("status", "failed")
        .containsEntry("error", NOT_ALLOWED);
    assertThat(job("/command/exec/run", Map.of("command", "exit 3")))
        .containsEntry("status", "failed")
        .containsEntry("error", "command exited with code 3");
    assertThat(job("/command/script/run", Map.of("script", "deploy.sh")))
        .containsEntry("output", "deployed\n");
    assertThat(job("/command/script/run", Map.of("script", "open.sh")))
        .containsEntry("error", NOT_ALLOWED);
    assertThat(job("/service/unit/restart", Map.of("service_name", "nginx")))
        .containsEntry("changed", true)
        .containsEntry("service_status", "Running");
    assertThat(job("/service/unit/status", Map.of("service_name", "sshd")))
        .containsEntry("error", "service not in allowed list: sshd");
    assertThat(job("/log/file/read", Map.of("log_path", host.logs + "/job.log", "lines", 1)))
        .containsEntry("lines", List.of("b"));
    assertThat(result(rest.get("/inventory?target=" + EdgeHost.NAME))).containsKey("network");
    assertThat(result(rest.get("/agent/health?target=" + EdgeHost.NAME)))
        .containsEntry("status", "ok")
        .containsEntry("health", "healthy");
    assertThat(host.canary).doesNotExist();
  }

  @Test
  void a_worker_without_the_section_answers_nothing_and_skips_these_jobs() throws Exception {
    host.osapi.startWorker("plain-01");
    host.osapi.awaitWorkers(rest, 2);

    assertThat(
            result(rest.ask("POST", "/command/exec/run?target=plain-01", Map.of("command", "env"))))
        .containsEntry("status", "skipped");
    assertThat(result(rest.get("/inventory?target=plain-01"))).containsEntry("status", "ok");
    var answer =
        host.client()
            .requestWithTimeout("agents.plain-01.cmd.ping", new byte[0], Duration.ofMillis(500));
    assertThat(answer.handle((message, _) -> message != null && !message.isStatusMessage()).get())
        .isFalse();
  }

  /** What became of it on the edge host. */
  private Map<String, Object> job(String path, Map<String, ?> input) throws Exception {
    return result(rest.ask("POST", path + "?target=" + EdgeHost.NAME, input));
  }

  private static Map<String, Object> result(Rest.Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.list("results").getFirst();
  }

  private static long number(Map<?, ?> members, String name) {
    return ((Number) members.get(name)).longValue();
  }
}
