package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged product, as it lies in {@code dist/osapi}, with a configuration and ports of its
 * own: every role is a process of its own, as on real hosts.
 */
final class Installation implements AutoCloseable {
  static final String SIGNING_KEY = "a key of this test only, 32 bytes or more";

  private static final Path LAUNCHER = launcher();

  final int apiPort = freePort();
  final int natsPort = freePort();
  final Path directory;
  private final Path configuration;
  private final Map<String, String> environment;
  private final List<Role> roles = new ArrayList<>();

  Installation(Path directory) throws IOException {
    this(directory, Map.of());
  }

  /**
   * @param environment of every process of it
   */
  Installation(Path directory, Map<String, String> environment) throws IOException {
    this.directory = directory;
    this.environment = environment;
    this.configuration = directory.resolve("osapi.yaml");
    Files.writeString(configuration, yaml());
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
  }

  private String yaml() {
    return """
    api:
      client:
        url: http://127.0.0.1:%1$d
      server:
        host: 127.0.0.1
        port: %1$d
        nats:
          host: 127.0.0.1
          port: %2$d
        security:
          signing_key: %3$s
    nats:
      state_dir: %4$s/broker
      server:
        port: %2$d
        store_dir: %4$s/nats
        binary: %5$s
    job:
      worker:
        nats:
          host: 127.0.0.1
          port: %2$d
        heartbeat_interval: 1s
    """
        .formatted(apiPort, natsPort, SIGNING_KEY, directory, natsServer());
  }

  Role startNats() throws IOException {
    return start("nats", "nats", "server", "start");
  }

  Role startApi() throws IOException {
    return start("api", "api", "server", "start");
  }

  /** An API process beside the first, on a port of its own. */
  OtherApi anotherApi(Map<String, String> environment) throws IOException {
    int port = freePort();
    var process = process("api", "server", "start", "--port", Integer.toString(port));
    process.environment().putAll(environment);
    return new OtherApi(start(process, "api-" + port), port);
  }

  /** Ends when it is closed. */
  record OtherApi(Role role, int port) implements AutoCloseable {
    @Override
    public void close() {
      role.kill();
    }
  }

  Role startWorker(String hostname, String... labels) throws IOException {
    return startWorker(hostname, Map.of(), labels);
  }

  /** A worker with other settings than the configuration's. */
  Role startWorker(String hostname, Map<String, String> settings, String... labels)
      throws IOException {
    return start(worker(hostname, settings, labels), hostname);
  }

  /** A worker of another image than the rest. */
  Role startWorkerOf(Path product, String hostname, Map<String, String> settings, String... labels)
      throws IOException {
    var process = worker(hostname, settings, labels);
    process.command().set(0, product.resolve("bin/osapi").toString());
    return start(process, hostname);
  }

  private ProcessBuilder worker(String hostname, Map<String, String> settings, String... labels) {
    var command = new ArrayList<>(List.of("job", "worker", "start", "--worker-hostname", hostname));
    for (var label : labels) {
      command.addAll(List.of("--label", label));
    }
    var process = process(command.toArray(String[]::new));
    // Two workers must not share what they remember of their jobs.
    process.environment().put("OSAPI_JOB_WORKER_STATE_DIR", directory + "/" + hostname);
    process.environment().putAll(settings);
    return process;
  }

  /**
   * A worker that sees {@code etc} as its {@code /etc} and no system services: what it changes is
   * seen by nobody else. Needs root.
   */
  Role startWorkerWithOwnEtc(String hostname, Path etc) throws IOException {
    var process = process("job", "worker", "start", "--worker-hostname", hostname);
    process.environment().put("OSAPI_JOB_WORKER_STATE_DIR", directory + "/" + hostname);
    var own = "mount --bind \"$0\" /etc && mount -t tmpfs none /run && exec \"$@\"";
    process.command().addAll(0, List.of("unshare", "--mount", "sh", "-c", own, etc.toString()));
    return start(process, hostname);
  }

  /** A worker that sees {@code own} in place of a directory of the system. Needs root. */
  Role startWorkerWithOwn(Path systemDirectory, Path own, String hostname) throws IOException {
    var process = process("job", "worker", "start", "--worker-hostname", hostname);
    process.environment().put("OSAPI_JOB_WORKER_STATE_DIR", directory + "/" + hostname);
    var mounting = "mount --bind \"$0\" \"$1\" && shift && exec \"$@\"";
    process
        .command()
        .addAll(
            0,
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                mounting,
                own.toString(),
                systemDirectory.toString()));
    return start(process, hostname);
  }

  /** A worker as on a host of its own: what the broker keeps on this one it cannot see. */
  Role startWorkerElsewhere(String hostname, Map<String, String> settings) throws IOException {
    var process = process("job", "worker", "start", "--worker-hostname", hostname);
    process.environment().put("OSAPI_JOB_WORKER_STATE_DIR", directory + "/" + hostname);
    process.environment().put("OSAPI_NATS_STATE_DIR", directory + "/elsewhere");
    process.environment().putAll(settings);
    return start(process, hostname);
  }

  /** Any role on a host of a network, with what it has to know of the others. */
  Role startOn(Network network, String host, Map<String, String> settings, String... command)
      throws IOException {
    return start(on(network, host, settings, command), host);
  }

  /** Runs a command on a host of a network to its end. */
  Result runOn(Network network, String host, Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    return run(on(network, host, settings, command), command);
  }

  private ProcessBuilder on(
      Network network, String host, Map<String, String> settings, String... command) {
    var process = process(command);
    process.command().addAll(0, network.on(host));
    process.environment().putAll(settings);
    return process;
  }

  /** The API, with other settings than the configuration's. */
  Role startApi(Map<String, String> settings) throws IOException {
    var process = process("api", "server", "start");
    process.environment().putAll(settings);
    return start(process, "api");
  }

  /** Returns when so many workers are live: then they have their consumers, and take jobs. */
  void awaitWorkers(Rest rest, int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          var answer = rest.get("/workers");
          return answer.status() == 200
              && answer.list("workers").stream()
                      .filter(worker -> worker.get("liveness").equals("live"))
                      .count()
                  == count;
        });
  }

  /** As systemd starts a service that says how it is, to {@code socket}. */
  Role startNotifying(String name, String socket, Duration watchdog, String... command)
      throws IOException {
    var process = process(command);
    process.environment().put("NOTIFY_SOCKET", socket);
    process.environment().put("WATCHDOG_USEC", Long.toString(watchdog.toNanos() / 1_000));
    process.environment().put("OSAPI_JOB_WORKER_STATE_DIR", directory + "/" + name);
    return start(process, name);
  }

  Role start(String name, String... command) throws IOException {
    return start(process(command), name);
  }

  /** Starts a command of the client with a token, which can be interrupted like on a terminal. */
  Role startAs(String token, String name, String... command) throws IOException {
    var process = process(command);
    // A shell that runs this test in the background has made its children deaf to SIGINT.
    process.command().addAll(0, List.of("env", "--default-signal=INT"));
    return start(withToken(process, token), name);
  }

  private Role start(ProcessBuilder builder, String name) throws IOException {
    var log = directory.resolve(name + ".log");
    var process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    var role = new Role(process, log);
    roles.add(role);
    return role;
  }

  /** Runs a command to its end. */
  Result run(String... command) throws IOException, InterruptedException {
    return run(process(command), command);
  }

  /** Runs a command of the client with a token to its end. */
  Result runAs(String token, String... command) throws IOException, InterruptedException {
    return run(withToken(process(command), token), command);
  }

  private static ProcessBuilder withToken(ProcessBuilder process, String token) {
    process.environment().put("OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", token);
    return process;
  }

  private Result run(ProcessBuilder builder, String... command)
      throws IOException, InterruptedException {
    var out = Files.createTempFile(directory, "out", "");
    var err = Files.createTempFile(directory, "err", "");
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    // A command that should have ended must not outlive the test that says so.
    process.destroyForcibly();
    assertThat(ended).as("ends: %s", List.of(command)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private ProcessBuilder process(String... command) {
    var all = new ArrayList<>(List.of(LAUNCHER.toString(), "-f", configuration.toString()));
    all.addAll(List.of(command));
    var builder = new ProcessBuilder(all);
    builder.environment().keySet().removeIf(name -> name.startsWith("OSAPI_"));
    builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
    builder.environment().putAll(environment);
    return builder;
  }

  String token(String role) throws IOException, InterruptedException {
    var made = run("token", "generate", "-r", role, "-u", "walk");
    assertThat(made.exitCode()).as(made.err()).isZero();
    return made.out().strip();
  }

  @Override
  public void close() {
    roles.reversed().forEach(Role::kill);
  }

  /**
   * @param log everything it wrote so far
   */
  record Role(Process process, Path log) {

    /** As an operator or a supervisor stops it; the exit code. */
    int stop() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(15, TimeUnit.SECONDS)).as("stops: %s", log).isTrue();
      return process.exitValue();
    }

    /** kill -9: nothing of it gets a chance to tidy up. */
    void kill() {
      process.destroyForcibly().onExit().join();
    }
  }

  record Result(int exitCode, String out, String err) {}

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("no free port", e);
    }
  }

  private static Path launcher() {
    var launcher = Path.of(System.getProperty("osapi.product"), "bin", "osapi");
    assertThat(launcher).as("the build lays the product out before this test runs").isExecutable();
    return launcher;
  }

  static String natsServer() {
    var binary = System.getenv("OSAPI_NATS_SERVER");
    assertThat(binary)
        .as("OSAPI_NATS_SERVER names a nats-server; './dev test' sets it")
        .isNotNull();
    return binary;
  }
}
