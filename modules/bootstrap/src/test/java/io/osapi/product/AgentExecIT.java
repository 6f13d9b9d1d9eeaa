package io.osapi.product;

import static io.osapi.product.EdgeHost.NOT_ALLOWED;
import static io.osapi.product.EdgeHost.eventually;
import static io.osapi.product.EdgeHost.members;
import static io.osapi.product.EdgeHost.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which commands and scripts an edge worker runs, which it refuses, and how far it lets them go.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentExecIT {
  private EdgeHost host;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    host = new EdgeHost(directory);
    writeScriptsThatMayRun();
    writeScriptsThatMustNotRun();
    host.start(
        "echo hello   world",
        "echo $HOME $(id);",
        "env",
        "cat",
        "false",
        "sleep 600",
        "nowhere-to-be-found",
        "shell:echo one | tr o 0",
        "shell:echo 'a  b'",
        "shell:exit 3",
        "shell:echo out; echo err >&2; exit 4");
  }

  private void writeScriptsThatMayRun() throws Exception {
    host.script("deploy.sh", "echo deployed; touch " + host.home + "/deployed");
    host.script("json.sh", "echo '{\"a\": [1, 2.50, null]}'");
    host.script("almost.sh", "echo '{\"a\": 1} and more'");
    host.script("deaf.sh", "trap '' TERM INT HUP; echo begun; while :; do sleep 1; done");
    host.script("tree.sh", "echo begun; sh -c 'sleep 611 & sleep 612' & (sleep 613 &) ; sleep 614");
    host.script("daemon.sh", "setsid sleep 621 & echo started");
    host.script("orphan.sh", "sleep 622 & echo started");
    host.script("flood.sh", "head -c 10485760 /dev/zero | tr '\\0' x");
    host.script("endless.sh", "exec yes");
    Files.createSymbolicLink(host.scripts.resolve("inner.sh"), host.scripts.resolve("deploy.sh"));
  }

  private void writeScriptsThatMustNotRun() throws Exception {
    var body = "touch " + host.canary;
    host.script("open.sh", body, "rwxrwxrwx");
    host.script("group.sh", body, "rwxrwx---");
    host.script("plain.txt", body);
    host.script("-x.sh", body);
    var outside = Files.createDirectory(host.home.resolve("outside"));
    EdgeHost.script(outside, "evil.sh", body, "rwx------");
    Files.createSymbolicLink(host.scripts.resolve("link.sh"), outside.resolve("evil.sh"));
    Files.createDirectory(host.scripts.resolve("directory.sh"));
    var below = Files.createDirectory(host.scripts.resolve("sub"));
    EdgeHost.script(below, "deep.sh", body, "rwx------");
  }

  @AfterAll
  void stop() throws Exception {
    host.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "echo hello world => hello world",
        "'  echo   hello\tworld ' => hello world",
        "echo $HOME $(id); => $HOME $(id);",
        "echo one | tr o 0 => 0ne",
        "deploy.sh => deployed",
        "inner.sh => deployed"
      })
  void what_is_allowed_runs_as_it_is_configured(String command, String output) throws Exception {
    assertThat(host.exec(command))
        .containsEntry("status", "success")
        .containsEntry("command", command)
        .containsEntry("output", output + "\n")
        .containsEntry("output_format", "text")
        .containsEntry("exit_code", 0)
        .doesNotContainKeys("error", "truncated");
  }

  /** Asked for with blanks folded, as everything; to the shell the entry's own mean something. */
  @Test
  void a_line_for_a_shell_keeps_its_blanks() throws Exception {
    for (var asked : new String[] {"echo 'a b'", "echo  'a  b'"}) {
      assertThat(host.exec(asked)).containsEntry("output", "a  b\n");
    }
  }

  @Test
  void json_is_embedded_where_the_whole_output_is_json() throws Exception {
    var reply = text(host.answer("exec", "{\"command\":\"json.sh\"}"));

    assertThat(reply)
        .contains("\"output\":{\"a\":[1,2.50,null]}")
        .contains("\"output_format\":\"json\"");
    assertThat(host.exec("almost.sh"))
        .containsEntry("output", "{\"a\": 1} and more\n")
        .containsEntry("output_format", "text");
  }

  @Test
  void a_command_that_fails_says_how() throws Exception {
    assertThat(host.exec("exit 3"))
        .containsEntry("status", "error")
        .containsEntry("error", "command exited with code 3")
        .containsEntry("exit_code", 3)
        .containsEntry("output", "");
    assertThat(host.exec("echo out; echo err >&2; exit 4"))
        .containsEntry("exit_code", 4)
        .containsEntry("output", "out\nerr\n");
    assertThat(host.exec("nowhere-to-be-found"))
        .containsEntry("error", "nowhere-to-be-found is not on this host")
        .doesNotContainKey("exit_code");
  }

  @Test
  void its_environment_is_reduced_and_its_input_is_empty() throws Exception {
    var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    var reply =
        members(
            host.answer("exec", "{\"command\":\"env\"}", new Headers().add("traceparent", trace)));

    assertThat(((String) reply.get("output")).lines().map(line -> line.split("=")[0]))
        .containsExactlyInAnyOrder("PATH", "LANG", "HOME", "TRACEPARENT");
    assertThat((String) reply.get("output"))
        .contains("TRACEPARENT=00-4bf92f3577b34da6a3ce929d0e0e4736-");
    assertThat(host.exec("cat")).containsEntry("output", "").containsEntry("exit_code", 0);
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
    Files.deleteIfExists(host.home.resolve("deployed"));
    var command =
        template
            .replace("CANARY", host.canary.toString())
            .replace("SCRIPTS", host.scripts.toString());
    var reply = host.exec(command);

    assertThat(reply)
        .containsEntry("status", "error")
        .containsEntry("error", NOT_ALLOWED)
        .containsEntry("command", command)
        .doesNotContainKeys("output", "exit_code");
    assertThat(host.canary).doesNotExist();
    assertThat(host.home.resolve("deployed")).doesNotExist();
  }

  @Test
  void who_is_deaf_to_signals_is_ended_at_the_timeout_with_its_whole_tree() throws Exception {
    for (var script : new String[] {"deaf.sh", "tree.sh"}) {
      assertThat(host.exec(script))
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
      assertThat(host.exec(row.getKey()))
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
    var flood = host.answer("exec", "{\"command\":\"flood.sh\"}");

    assertThat(flood.getData().length).isLessThanOrEqualTo((int) host.client().getMaxPayload());
    assertThat(members(flood))
        .containsEntry("status", "success")
        .containsEntry("exit_code", 0)
        .containsEntry("truncated", true)
        .hasEntrySatisfying(
            "output",
            output -> assertThat((String) output).hasSizeGreaterThan(900_000).matches("x+"));
    assertThat(host.exec("endless.sh"))
        .containsEntry("truncated", true)
        .containsEntry("code", "timed-out");
    assertThat(host.exec("x".repeat(900_000)))
        .containsEntry("truncated", true)
        .containsEntry("error", NOT_ALLOWED);
  }

  @Test
  void a_few_run_at_once_and_one_more_is_told_so() throws Exception {
    var running = new ArrayList<CompletableFuture<Message>>();
    for (int i = 0; i < 4; i++) {
      running.add(host.send("exec", "{\"command\":\"sleep 600\"}", new Headers()));
    }
    eventually().until(() -> sleeping("600") == 4);

    assertThat(host.exec("echo hello world"))
        .containsEntry("error", "busy")
        .containsEntry("code", "busy");
    assertThat(host.ask("ping", "")).containsEntry("status", "pong");
    for (var each : running) {
      assertThat(members(each.get(20, TimeUnit.SECONDS))).containsEntry("code", "timed-out");
    }
    assertThat(host.exec("echo hello world")).containsEntry("status", "success");
  }

  private static Stream<String> processes() {
    return ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse(""));
  }

  private static long sleeping(String... seconds) {
    return processes()
        .filter(line -> List.of(seconds).stream().anyMatch(each -> line.endsWith("sleep " + each)))
        .count();
  }
}
