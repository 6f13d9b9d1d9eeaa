package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.osapi.product.Installation.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A host with an edge worker and what its configuration allows, and a plain NATS client that asks
 * it: real scripts, real processes, real files. Only {@code systemctl} is one of ours, on the
 * worker's PATH.
 */
final class EdgeHost {
  static final String NAME = "edge-01.lan";
  static final String ID = "edge-01_dlan";
  static final String NOT_ALLOWED = "command not in allowed list or scripts directory";
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Such hosts have the image for workers, where the product is images. */
  private static final Path WORKER =
      Path.of(System.getProperty("osapi.product.worker", System.getProperty("osapi.product")));

  final Installation osapi;
  final Path home;
  final Path scripts;
  final Path logs;

  /** What must not run would make it. */
  final Path canary;

  /** None before the start, and where that has failed. */
  private Optional<Connection> client = Optional.empty();

  EdgeHost(Path directory) throws Exception {
    home = directory;
    scripts = Files.createDirectory(directory.resolve("scripts"));
    logs = Files.createDirectory(directory.resolve("logs"));
    canary = directory.resolve("canary");
    osapi = new Installation(directory);
    writeSystemctl();
  }

  /** Returns when the worker, which allows these commands, answers. */
  void start(String... commands) throws Exception {
    var ops = home.resolve("ops.nk");
    var enrolled = osapi.run("nats", "client", "enroll", "--name", "ops", "--file", ops.toString());
    assertThat(enrolled.exitCode()).as(enrolled.err()).isZero();
    osapi.startNats();
    var worker = osapi.startWorkerOf(WORKER, NAME, settings(commands), "group=edge");
    eventually()
        .until(() -> {
          client = Optional.of(NatsIdentity.connect(osapi.natsPort, ops, "_INBOX"));
          return true;
        });
    awaitAnswer(worker);
  }

  /** Or tells what the worker wrote, where only that says why it does not answer. */
  private void awaitAnswer(Role worker) throws Exception {
    try {
      eventually().until(() -> "pong".equals(ask("ping", "").get("status")));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("no answer; it wrote:\n" + Files.readString(worker.log()), e);
    }
  }

  private Map<String, String> settings(String... commands) {
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
        String.join(",", commands),
        "OSAPI_AGENT_COMMANDS_ALLOWED_LOG_PATHS",
        logs + "/*.log," + logs + "/app?/[ab].txt",
        "OSAPI_AGENT_COMMANDS_TIMEOUT",
        "5s");
  }

  private void writeSystemctl() throws Exception {
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
    script(Files.createDirectory(home.resolve("bin")), "systemctl", systemctl, "rwx------");
  }

  /** How {@code systemctl} was asked to change a service, so far. */
  List<String> serviceCalls() throws Exception {
    var file = home.resolve("calls");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** A script that may be run by its name. */
  void script(String name, String body) throws Exception {
    script(name, body, "rwx------");
  }

  void script(String name, String body, String mode) throws Exception {
    script(scripts, name, body, mode);
  }

  static void script(Path directory, String name, String body, String mode) throws Exception {
    var file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  Map<String, Object> service(String action, String name) throws Exception {
    return ask("service", Map.of("action", action, "service_name", name));
  }

  Map<String, Object> exec(String command) throws Exception {
    return ask("exec", Map.of("command", command));
  }

  Map<String, Object> tail(String path, int lines) throws Exception {
    return ask("logs", Map.of("log_path", path, "lines", lines));
  }

  Map<String, Object> ask(String command, Map<String, ?> request) throws Exception {
    return ask(command, Rest.json(request));
  }

  Map<String, Object> ask(String command, String request) throws Exception {
    return members(answer(command, request));
  }

  Message answer(String command, String request) throws Exception {
    return answer(command, request, new Headers());
  }

  Message answer(String command, String request, Headers headers) throws Exception {
    return send(command, request, headers).get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
  }

  /** Does not wait for the answer. */
  CompletableFuture<Message> send(String command, String request, Headers headers) {
    return client()
        .requestWithTimeout(
            "agents." + ID + ".cmd." + command,
            headers,
            request.getBytes(StandardCharsets.UTF_8),
            PATIENCE);
  }

  /** The connection of who asks, for what has no way of its own here. */
  Connection client() {
    return client.orElseThrow();
  }

  static Map<String, Object> members(Message message) {
    return Rest.object(text(message));
  }

  static String text(Message message) {
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30)).ignoreExceptions();
  }

  void stop() throws InterruptedException {
    if (client.isPresent()) {
      client.get().close();
    }
    osapi.close();
  }
}
