package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.osapi.product.Installation.Role;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The edge side of a worker, by a plain NATS client against a worker's process: real scripts, real
 * processes, real files. Only {@code systemctl} is one of ours, on the worker's PATH.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentIT {
  private static final String HOST = "edge-01.lan";
  private static final String ID = "edge-01_dlan";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NOT_ALLOWED = "command not in allowed list or scripts directory";

  private Path home;
  private Path scripts;
  private Path logs;
  private Path canary;
  private Installation osapi;
  private Rest rest;
  private Role worker;
  private Connection client;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    home = directory;
    scripts = Files.createDirectory(directory.resolve("scripts"));
    logs = Files.createDirectory(directory.resolve("logs"));
    canary = directory.resolve("canary");
    osapi = new Installation(directory);
    write_scripts(Files.createDirectory(directory.resolve("bin")));
    osapi.startNats();
    osapi.startApi();
    rest = new Rest(osapi, osapi.token("admin"));
    worker = osapi.startWorker(HOST, edge(), "group=edge");
    osapi.awaitWorkers(rest, 1);
    var ops = directory.resolve("ops.nk");
    var enrolled = osapi.run("nats", "client", "enroll", "--name", "ops", "--file", ops.toString());
    assertThat(enrolled.exitCode()).as(enrolled.err()).isZero();
    eventually()
        .until(() -> {
          client = NatsIdentity.connect(osapi.natsPort, ops, "_INBOX");
          return true;
        });
    eventually().until(() -> "pong".equals(ask("ping", "").get("status")));
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    rest.close();
    osapi.close();
  }

  private Map<String, String> edge() {
    return Map.of(
        "PATH",
        home.resolve("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG",
        "C.UTF-8",
        "OSAPI_AGENT_COMMANDS_SCRIPTS_DIRECTORY",
        scripts.toString(),
        "OSAPI_AGENT_COMMANDS_ALLOWED_SERVICES",
        "nginx,broken,slow,missing,starting",
        "OSAPI_AGENT_COMMANDS_ALLOWED_COMMANDS",
        "echo hello   world,echo $HOME $(id);,env,cat,false,sleep 600,nowhere-to-be-found"
            + ",shell:echo one | tr o 0,shell:echo 'a  b',shell:exit 3,shell:echo out; echo err >&2; exit 4",
        "OSAPI_AGENT_COMMANDS_ALLOWED_LOG_PATHS",
        logs + "/*.log," + logs + "/app?/[ab].txt",
        "OSAPI_AGENT_COMMANDS_TIMEOUT",
        "5s");
  }

  private void write_scripts(Path bin) throws Exception {
    var systemctl =
        """
        for name; do :; done
        case "$1 $name" in
          "show missing") echo LoadState=not-found; echo ActiveState=inactive;;
          "show broken") echo LoadState=loaded; echo ActiveState=failed;;
          "show starting") echo LoadState=loaded; echo ActiveState=activating;;
          "show "*) echo LoadState=loaded; cat STATE;;
          "start broken") echo 'Job for broken failed.' >&2; exit 1;;
          "start "*|"restart "*) echo "$*" >> CALLS; echo ActiveState=active > STATE;;
          "stop "*) echo "$*" >> CALLS; echo ActiveState=inactive > STATE;;
        esac
        """
            .replace("STATE", home + "/state")
            .replace("CALLS", home + "/calls");
    Files.writeString(home.resolve("state"), "ActiveState=inactive\n");
    script(bin, "systemctl", systemctl, "rwx------");
    script(scripts, "deploy.sh", "echo deployed; touch " + home + "/deployed", "rwx------");
    script(scripts, "json.sh", "echo '{\"a\": [1, 2.50, null]}'", "rwx------");
    script(scripts, "almost.sh", "echo '{\"a\": 1} and more'", "rwx------");
    script(
        scripts,
        "deaf.sh",
        "trap '' TERM INT HUP; echo begun; while :; do sleep 1; done",
        "rwx------");
    script(
        scripts,
        "tree.sh",
        "echo begun; sh -c 'sleep 611 & sleep 612' & (sleep 613 &) ; sleep 614",
        "rwx------");
    script(scripts, "daemon.sh", "setsid sleep 621 & echo started", "rwx------");
    script(scripts, "orphan.sh", "sleep 622 & echo started", "rwx------");
    script(scripts, "flood.sh", "head -c 10485760 /dev/zero | tr '\\0' x", "rwx------");
    script(scripts, "endless.sh", "exec yes", "rwx------");
    script(scripts, "open.sh", "touch " + canary, "rwxrwxrwx");
    script(scripts, "group.sh", "touch " + canary, "rwxrwx---");
    script(scripts, "plain.txt", "touch " + canary, "rwx------");
    script(scripts, "-x.sh", "touch " + canary, "rwx------");
    var outside = Files.createDirectory(home.resolve("outside"));
    script(outside, "evil.sh", "touch " + canary, "rwx------");
    Files.createSymbolicLink(scripts.resolve("link.sh"), outside.resolve("evil.sh"));
    Files.createSymbolicLink(scripts.resolve("inner.sh"), scripts.resolve("deploy.sh"));
    Files.createDirectory(scripts.resolve("directory.sh"));
    script(
        Files.createDirectory(scripts.resolve("sub")), "deep.sh", "touch " + canary, "rwx------");
  }

  private static void script(Path directory, String name, String body, String mode)
      throws Exception {
    var file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  // ---- what every reply has

  @Test
  void a_ping_with_anything_in_it_is_answered() throws Exception {
    for (var body : new String[] {"", "{}", "no json", "{\"x\":1}"}) {
      var reply = ask("ping", body);

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
      var answer = message(command, body, new Headers());

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
    assertThat(ask("exec", Map.of("command", "echo hello world", "timeout", 1, "shell", true)))
        .containsEntry("status", "success");
  }

  /** Asked for with blanks folded, as everything; to the shell the entry's own mean something. */
  @Test
  void a_line_for_a_shell_keeps_its_blanks() throws Exception {
    for (var asked : new String[] {"echo 'a b'", "echo  'a  b'"}) {
      assertThat(ask("exec", Map.of("command", asked))).containsEntry("output", "a  b\n");
    }
  }

  @Test
  void it_is_one_service_that_tools_find() throws Exception {
    for (var subject :
        new String[] {"$SRV.PING", "$SRV.PING.osapi-agent", "$SRV.INFO", "$SRV.STATS"}) {
      var found = client.request(subject, new byte[0], PATIENCE);
      assertThat(Rest.object(text(found)))
          .containsEntry("name", "osapi-agent")
          .containsEntry("metadata", Map.of("device_id", ID));
    }
    assertThat(text(client.request("$SRV.INFO.osapi-agent", new byte[0], PATIENCE)))
        .contains("agents." + ID + ".cmd.exec", "agents." + ID + ".cmd.inventory");
  }

  // ---- service

  @Test
  void a_service_is_started_asked_restarted_and_stopped() throws Exception {
    assertThat(service("status", "nginx")).containsEntry("service_status", "Stopped");
    assertThat(service("start", "nginx"))
        .containsEntry("status", "success")
        .containsEntry("action", "start")
        .containsEntry("service_name", "nginx")
        .containsEntry("result", "the service was started")
        .containsEntry("service_status", "Running");
    assertThat(service("restart", "nginx")).containsEntry("service_status", "Running");
    assertThat(service("stop", "nginx")).containsEntry("service_status", "Stopped");
    assertThat(Files.readAllLines(home.resolve("calls")))
        .contains(
            "start --no-ask-password -- nginx",
            "restart --no-ask-password -- nginx",
            "stop --no-ask-password -- nginx");
    assertThat(service("status", "missing")).containsEntry("service_status", "NotInstalled");
    assertThat(service("status", "broken")).containsEntry("service_status", "Error");
    assertThat(service("status", "starting")).containsEntry("service_status", "Starting");
    assertThat(service("start", "broken"))
        .containsEntry("error", "systemctl start broken: Job for broken failed. (exit code 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sshd", "", "nginx; touch x", "nginx.service", "NGINX", "-H", "ngin*"})
  void a_service_that_is_not_in_the_list_is_not_touched(String name) throws Exception {
    var before = calls();

    assertThat(service("stop", name))
        .containsEntry("error", "service not in allowed list: " + name)
        .containsEntry("code", "not-allowed")
        .containsEntry("service_name", name);
    assertThat(calls()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reload", "", "START", "kill"})
  void another_action_is_refused(String action) throws Exception {
    assertThat(service(action, "nginx"))
        .containsEntry(
            "error", "invalid action: " + action + " (must be start, stop, restart or status)");
  }

  // ---- exec

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo hello world | hello world",
        "'  echo   hello\tworld ' | hello world",
        "echo $HOME $(id); | $HOME $(id);",
        "echo one , tr o 0 | -",
        "deploy.sh | deployed",
        "inner.sh | deployed"
      })
  void what_is_allowed_runs_as_it_is_configured(String command, String output) throws Exception {
    var asked = command.equals("echo one , tr o 0") ? "echo one | tr o 0" : command;
    var reply = exec(asked);

    assertThat(reply)
        .containsEntry("status", "success")
        .containsEntry("command", asked)
        .containsEntry("output", (output.equals("-") ? "0ne" : output) + "\n")
        .containsEntry("output_format", "text")
        .containsEntry("exit_code", 0)
        .doesNotContainKeys("error", "truncated");
  }

  @Test
  void json_is_embedded_where_the_whole_output_is_json() throws Exception {
    var reply = text(message("exec", "{\"command\":\"json.sh\"}", new Headers()));

    assertThat(reply)
        .contains("\"output\":{\"a\":[1,2.50,null]}")
        .contains("\"output_format\":\"json\"");
    assertThat(exec("almost.sh"))
        .containsEntry("output", "{\"a\": 1} and more\n")
        .containsEntry("output_format", "text");
  }

  @Test
  void a_command_that_fails_says_how() throws Exception {
    assertThat(exec("exit 3"))
        .containsEntry("status", "error")
        .containsEntry("error", "command exited with code 3")
        .containsEntry("exit_code", 3)
        .containsEntry("output", "");
    assertThat(exec("echo out; echo err >&2; exit 4"))
        .containsEntry("exit_code", 4)
        .containsEntry("output", "out\nerr\n");
    assertThat(exec("nowhere-to-be-found"))
        .containsEntry("error", "nowhere-to-be-found is not on this host")
        .doesNotContainKey("exit_code");
  }

  @Test
  void its_environment_is_reduced_and_its_input_is_empty() throws Exception {
    var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    var reply =
        members(message("exec", "{\"command\":\"env\"}", new Headers().add("traceparent", trace)));

    assertThat(((String) reply.get("output")).lines().map(line -> line.split("=")[0]))
        .containsExactlyInAnyOrder("PATH", "LANG", "HOME", "TRACEPARENT");
    assertThat((String) reply.get("output"))
        .contains("TRACEPARENT=00-4bf92f3577b34da6a3ce929d0e0e4736-");
    assertThat(exec("cat")).containsEntry("output", "").containsEntry("exit_code", 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(touch CANARY)/deploy.sh",
        "`touch CANARY`.sh",
        "deploy.sh; touch CANARY",
        "deploy.sh;touch${IFS}CANARY",
        "deploy.sh\ntouch CANARY",
        "deploy.sh\n",
        "deploy.sh && touch CANARY",
        "deploy.sh CANARY",
        "../scripts/deploy.sh",
        "../deploy.sh",
        "./deploy.sh",
        "sub/deep.sh",
        "SCRIPTS/deploy.sh",
        "/bin/touch CANARY",
        "touch CANARY",
        "echo hello world; touch CANARY",
        "echo hello world\ntouch CANARY",
        "echo hello",
        "echo",
        "",
        " ",
        "link.sh",
        "open.sh",
        "group.sh",
        "plain.txt",
        "-x.sh",
        "directory.sh",
        "missing.sh",
        ".sh",
        "deploy.sh\u0000",
        "deploy.SH"
      })
  void what_is_not_allowed_is_refused_and_nothing_runs(String template) throws Exception {
    Files.deleteIfExists(home.resolve("deployed"));
    var command =
        template.replace("CANARY", canary.toString()).replace("SCRIPTS", scripts.toString());
    var reply = exec(command);

    assertThat(reply)
        .containsEntry("status", "error")
        .containsEntry("error", NOT_ALLOWED)
        .containsEntry("command", command)
        .doesNotContainKeys("output", "exit_code");
    assertThat(canary).doesNotExist();
    assertThat(home.resolve("deployed")).doesNotExist();
  }

  @Test
  void who_is_deaf_to_signals_is_ended_at_the_timeout_with_its_whole_tree() throws Exception {
    for (var script : new String[] {"deaf.sh", "tree.sh"}) {
      assertThat(exec(script))
          .containsEntry("error", "command execution timeout (5s)")
          .containsEntry("code", "timed-out")
          .containsEntry("output", "begun\n")
          .doesNotContainKey("exit_code");
    }
    eventually().until(() -> sleeping("611", "612", "613", "614") == 0);
    assertThat(processes().filter(line -> line.contains("deaf.sh"))).isEmpty();
  }

  @Test
  void a_daemon_neither_holds_the_reply_nor_dies() throws Exception {
    for (var row : Map.of("daemon.sh", "621", "orphan.sh", "622").entrySet()) {
      long begun = System.nanoTime();
      assertThat(exec(row.getKey()))
          .containsEntry("output", "started\n")
          .containsEntry("exit_code", 0);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
      assertThat(sleeping(row.getValue())).isEqualTo(1);
      ProcessHandle.allProcesses()
          .filter(each -> each.info().commandLine().orElse("").endsWith("sleep " + row.getValue()))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void output_is_cut_where_the_reply_would_not_fit() throws Exception {
    var flood = message("exec", "{\"command\":\"flood.sh\"}", new Headers());

    assertThat(flood.getData().length).isLessThanOrEqualTo((int) client.getMaxPayload());
    assertThat(members(flood))
        .containsEntry("status", "success")
        .containsEntry("exit_code", 0)
        .containsEntry("truncated", true)
        .hasEntrySatisfying(
            "output",
            output -> assertThat((String) output).hasSizeGreaterThan(900_000).matches("x+"));
    assertThat(exec("endless.sh"))
        .containsEntry("truncated", true)
        .containsEntry("code", "timed-out");
    assertThat(exec("x".repeat(900_000)))
        .containsEntry("truncated", true)
        .containsEntry("error", NOT_ALLOWED);
  }

  @Test
  void a_few_run_at_once_and_one_more_is_told_so() throws Exception {
    var running = new ArrayList<CompletableFuture<Message>>();
    for (int i = 0; i < 4; i++) {
      running.add(request("exec", "{\"command\":\"sleep 600\"}"));
    }
    eventually().until(() -> sleeping("600") == 4);

    assertThat(exec("echo hello world"))
        .containsEntry("error", "busy")
        .containsEntry("code", "busy");
    assertThat(ask("ping", "")).containsEntry("status", "pong");
    for (var each : running) {
      assertThat(members(each.get(20, TimeUnit.SECONDS))).containsEntry("code", "timed-out");
    }
    assertThat(exec("echo hello world")).containsEntry("status", "success");
  }

  // ---- logs

  @Test
  void the_last_lines_are_read() throws Exception {
    Files.writeString(logs.resolve("small.log"), "eins\n\nzwei ü €\ndrei\n");

    assertThat(tail(logs + "/small.log", 3))
        .containsEntry("status", "success")
        .containsEntry("log_path", logs + "/small.log")
        .containsEntry("lines", List.of("", "zwei ü €", "drei"))
        .containsEntry("total_lines", 3);
    assertThat(tail(logs + "/small.log", 10_000)).containsEntry("total_lines", 4);
    Files.writeString(logs.resolve("open.log"), "a\nb");
    assertThat(tail(logs + "/open.log", 1)).containsEntry("lines", List.of("b"));
    Files.writeString(logs.resolve("empty.log"), "");
    assertThat(tail(logs + "/empty.log", 1)).containsEntry("lines", List.of());
  }

  @Test
  void a_huge_log_with_a_huge_line_is_read_from_its_end() throws Exception {
    var file = logs.resolve("huge.log");
    try (var log = new RandomAccessFile(file.toFile(), "rw")) {
      log.seek(1L << 30);
      var text = new StringBuilder("\n");
      for (int i = 0; i < 150; i++) {
        text.append(i == 100 ? "é".repeat(2_500_000) : "Zeile " + i + " ü€😀").append('\n');
      }
      log.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    var reply = tail(file.toString(), 100);

    assertThat(reply).containsEntry("total_lines", 100).containsEntry("truncated", true);
    var lines = (List<?>) reply.get("lines");
    assertThat(lines).hasSize(100);
    assertThat(lines.getFirst()).isEqualTo("Zeile 50 ü€😀");
    assertThat(lines.getLast()).isEqualTo("Zeile 149 ü€😀");
    assertThat((String) lines.get(50)).matches("é{1000,}");
  }

  @Test
  void a_log_that_is_not_allowed_is_not_read() throws Exception {
    Files.writeString(home.resolve("outside.log"), "secret\n");
    Files.createDirectories(logs.resolve("app1"));
    Files.writeString(logs.resolve("app1/a.txt"), "allowed\n");
    Files.writeString(logs.resolve("app1/c.txt"), "secret\n");
    Files.writeString(logs.resolve("app1/deep.log"), "secret\n");
    Files.createSymbolicLink(logs.resolve("shadow.log"), Path.of("/etc/shadow"));
    Files.createSymbolicLink(logs.resolve("out.log"), home.resolve("outside.log"));
    Files.createSymbolicLink(logs.resolve("app2"), home);
    Files.createDirectory(logs.resolve("directory.log"));
    assertThat(new ProcessBuilder("mkfifo", logs + "/pipe.log").start().waitFor()).isZero();

    assertThat(tail(logs + "/app1/a.txt", 1)).containsEntry("lines", List.of("allowed"));
    for (var path :
        new String[] {
          logs + "/shadow.log",
          logs + "/out.log",
          logs + "/pipe.log",
          logs + "/directory.log",
          logs + "/app1/c.txt",
          logs + "/app1/deep.log",
          logs + "/app2/outside.log",
          logs + "/../outside.log",
          logs + "/app1/../small.log",
          logs + "/./x.log",
          home + "/outside.log",
          "/etc/shadow",
          "x.log",
          "",
          "/dev/zero",
          logs + "/x.log\u0000"
        }) {
      assertThat(tail(path, 10))
          .as(path)
          .containsEntry("error", "log path not in allowed list: " + path)
          .satisfies(reply -> assertThat(reply.get("lines")).isNotInstanceOf(List.class));
    }
    assertThat(tail(logs + "/gone.log", 10))
        .containsEntry("error", "log file not found: " + logs + "/gone.log");
  }

  @Test
  void the_number_of_lines_has_bounds() throws Exception {
    for (var lines : new String[] {"0", "-1", "-99999999999999999999", "\"5\"", "null", "1.5"}) {
      assertThat(ask("logs", "{\"log_path\":\"" + logs + "/small.log\",\"lines\":" + lines + "}"))
          .containsEntry("error", "lines must be greater than 0");
    }
    for (var lines : new String[] {"10001", "99999999999999999999"}) {
      assertThat(ask("logs", "{\"log_path\":\"/x\",\"lines\":" + lines + "}"))
          .containsEntry("error", "lines cannot exceed 10000");
    }
  }

  // ---- health and inventory

  @Test
  void health_tells_what_it_is_and_counts_commands() throws Exception {
    var before = (Map<?, ?>) ask("health", "").get("commands");
    exec("echo hello world");
    exec("no such command");
    ask("ping", "");
    ask("inventory", "");
    var health = ask("health", "");

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
          assertThat(config.get("device_id")).isEqualTo(ID);
          assertThat(config.get("subject_prefix")).isEqualTo("agents");
        });
    assertThat(((Map<?, ?>) health.get("os")).keySet().toString())
        .contains("platform", "name", "version", "build");
    assertThat((Map<?, ?>) health.get("tasks")).isNotEmpty();
  }

  @Test
  void the_inventory_is_that_of_this_host() throws Exception {
    var inventory = ask("inventory", "anything");

    assertThat(inventory)
        .containsEntry("status", "success")
        .containsKeys("agent", "os", "cpu", "memory", "disks", "network");
    assertThat(number((Map<?, ?>) inventory.get("cpu"), "cores")).isPositive();
  }

  // ---- the same as jobs

  @Test
  void jobs_do_the_same_and_are_held_to_the_same_lists() throws Exception {
    Files.writeString(logs.resolve("job.log"), "a\nb\n");
    var target = "?target=" + HOST;
    var ran =
        result(
            rest.ask("POST", "/command/exec/run" + target, Map.of("command", "echo hello world")));
    assertThat(ran).containsEntry("status", "ok").containsEntry("output", "hello world\n");
    assertThat(
            result(
                rest.ask(
                    "POST", "/command/exec/run" + target, Map.of("command", "touch " + canary))))
        .containsEntry("status", "failed")
        .containsEntry("error", NOT_ALLOWED);
    assertThat(result(rest.ask("POST", "/command/exec/run" + target, Map.of("command", "exit 3"))))
        .containsEntry("status", "failed")
        .containsEntry("error", "command exited with code 3");
    assertThat(
            result(rest.ask("POST", "/command/script/run" + target, Map.of("script", "deploy.sh"))))
        .containsEntry("output", "deployed\n");
    assertThat(
            result(rest.ask("POST", "/command/script/run" + target, Map.of("script", "open.sh"))))
        .containsEntry("error", NOT_ALLOWED);
    assertThat(
            result(
                rest.ask(
                    "POST", "/service/unit/restart" + target, Map.of("service_name", "nginx"))))
        .containsEntry("changed", true)
        .containsEntry("service_status", "Running");
    assertThat(
            result(
                rest.ask("POST", "/service/unit/status" + target, Map.of("service_name", "sshd"))))
        .containsEntry("error", "service not in allowed list: sshd");
    assertThat(
            result(
                rest.ask(
                    "POST",
                    "/log/file/read" + target,
                    Map.of("log_path", logs + "/job.log", "lines", 1))))
        .containsEntry("lines", List.of("b"));
    assertThat(result(rest.get("/inventory" + target))).containsKey("network");
    assertThat(result(rest.get("/agent/health" + target)))
        .containsEntry("status", "ok")
        .containsEntry("health", "healthy");
    assertThat(canary).doesNotExist();
  }

  @Test
  void a_worker_without_the_section_answers_nothing_and_skips_these_jobs() throws Exception {
    osapi.startWorker("plain-01");
    osapi.awaitWorkers(rest, 2);

    assertThat(
            result(rest.ask("POST", "/command/exec/run?target=plain-01", Map.of("command", "env"))))
        .containsEntry("status", "skipped");
    assertThat(result(rest.get("/inventory?target=plain-01"))).containsEntry("status", "ok");
    var answer =
        client.requestWithTimeout("agents.plain-01.cmd.ping", new byte[0], Duration.ofMillis(500));
    assertThat(answer.handle((message, _) -> message != null && !message.isStatusMessage()).get())
        .isFalse();
  }

  // ---- the ways to ask

  private Map<String, Object> service(String action, String name) throws Exception {
    return ask("service", Map.of("action", action, "service_name", name));
  }

  private Map<String, Object> exec(String command) throws Exception {
    return ask("exec", Map.of("command", command));
  }

  private Map<String, Object> tail(String path, int lines) throws Exception {
    return ask("logs", Map.of("log_path", path, "lines", lines));
  }

  private Map<String, Object> ask(String command, Map<String, ?> request) throws Exception {
    return ask(command, Rest.json(request));
  }

  private Map<String, Object> ask(String command, String request) throws Exception {
    return members(message(command, request, new Headers()));
  }

  private Message message(String command, String request, Headers headers) throws Exception {
    return client
        .requestWithTimeout(
            "agents." + ID + ".cmd." + command,
            headers,
            request.getBytes(StandardCharsets.UTF_8),
            PATIENCE)
        .get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
  }

  private CompletableFuture<Message> request(String command, String request) {
    return client.requestWithTimeout(
        "agents." + ID + ".cmd." + command, request.getBytes(StandardCharsets.UTF_8), PATIENCE);
  }

  private static Map<String, Object> members(Message message) throws Exception {
    return Rest.object(text(message));
  }

  private static String text(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> result(Rest.Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return answer.list("results").getFirst();
  }

  private static long number(Map<?, ?> members, String name) {
    return ((Number) members.get(name)).longValue();
  }

  private List<String> calls() throws Exception {
    var file = home.resolve("calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static java.util.stream.Stream<String> processes() {
    return ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse(""));
  }

  private static long sleeping(String... seconds) {
    return processes()
        .filter(line -> List.of(seconds).stream().anyMatch(each -> line.endsWith("sleep " + each)))
        .count();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30)).ignoreExceptions();
  }
}
