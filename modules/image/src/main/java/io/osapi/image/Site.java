package io.osapi.image;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Processes of the images with one configuration, on loopback and on ports of their own. */
final class Site implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Path directory;
  private final Path configuration;
  private final Image client;
  private final List<Process> roles = new ArrayList<>();
  private String token = "none-yet";

  private Site(Path directory, Image client) {
    this.directory = directory;
    this.configuration = directory.resolve("osapi.yaml");
    this.client = client;
  }

  static Site in(Path directory, Image client) throws IOException, InterruptedException {
    var site = new Site(directory, client);
    Files.writeString(site.configuration, yaml(directory));
    Files.setPosixFilePermissions(site.configuration, PosixFilePermissions.fromString("rw-------"));
    site.token = site.ask("", "token", "generate", "-r", "admin", "-u", "training").strip();
    return site;
  }

  /** For roles that are started from now on. */
  void addToConfiguration(String yaml) throws IOException {
    Files.writeString(configuration, yaml, StandardOpenOption.APPEND);
  }

  Path configuration() {
    return configuration;
  }

  Process start(Image image, String javaOptions, String... command) throws IOException {
    var process =
        process(image, javaOptions, command)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    roles.add(process);
    return process;
  }

  /** Until the API answers, and a worker is there for its jobs. */
  void awaitReady() throws IOException, InterruptedException {
    awaitAnswer(_ -> true, "client", "system", "hostname");
  }

  /** Until the command succeeds and prints that. */
  void awaitAnswer(Predicate<String> wanted, String... command)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Answer answer;
    while ((answer = run(client, "", command)).code() != 0 || !wanted.test(answer.text())) {
      if (System.nanoTime() > deadline || !roles.stream().allMatch(Process::isAlive)) {
        throw new IllegalStateException("not ready; the log:\n" + Files.readString(log()));
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  /** What a command prints, which must succeed. */
  String ask(String javaOptions, String... command) throws IOException, InterruptedException {
    return ask(client, javaOptions, command);
  }

  /** The same of another image. */
  String ask(Image image, String javaOptions, String... command)
      throws IOException, InterruptedException {
    var answer = run(image, javaOptions, command);
    if (answer.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", command)
              + " ended with "
              + answer.code()
              + "; the log:\n"
              + Files.readString(log()));
    }
    return answer.text();
  }

  /** Asks a role to end, and waits until it has: it writes what it recorded at its end. */
  void end(Process role) throws InterruptedException {
    role.destroy();
    if (!role.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + role.pid() + " does not end");
    }
    roles.remove(role);
  }

  @Override
  public void close() {
    for (var role : roles.reversed()) {
      role.destroy();
      role.onExit().join();
    }
  }

  private record Answer(int code, String text) {}

  private Answer run(Image image, String javaOptions, String... command)
      throws IOException, InterruptedException {
    var process = process(image, javaOptions, command).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes());
    return new Answer(process.waitFor(), text);
  }

  private ProcessBuilder process(Image image, String javaOptions, String... command) {
    var all = new ArrayList<>(List.of(image.launcher().toString(), "-f", configuration.toString()));
    all.addAll(List.of(command));
    var process =
        new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    var environment = process.environment();
    environment.keySet().removeIf(name -> name.startsWith("OSAPI_"));
    environment.put("OSAPI_JAVA_OPTS", javaOptions);
    environment.put("OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", token);
    return process;
  }

  private Path log() {
    return directory.resolve("osapi.log");
  }

  private static String yaml(Path directory) throws IOException {
    return """
    # In all the ways in which people write: what a parser has never done is in no cache.
    api:
      client:
        url: "http://127.0.0.1:%1$d"
      server:
        host: 127.0.0.1
        port: %1$d
        nats:
          host: 127.0.0.1
          port: %2$d
        security:
          signing_key: a key for training only, 32 bytes or more
    nats:
      state_dir: %3$s/broker
      server:
        port: %2$d
        store_dir: %3$s/nats
    job:
      worker:
        nats: {host: '127.0.0.1', port: %2$d}
        labels: {group: training}
        hostname: training-01
        state_dir: %3$s/worker
    """
        .formatted(freePort(), freePort(), directory);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
