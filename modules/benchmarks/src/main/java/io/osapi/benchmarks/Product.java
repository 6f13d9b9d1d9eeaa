package io.osapi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** The images as {@code ./dev image} leaves them: each role is a process of its own. */
final class Product implements AutoCloseable {
  static final Path OSAPI = Path.of("dist", "osapi").toAbsolutePath();
  static final Path WORKER = Path.of("dist", "osapi-worker").toAbsolutePath();
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern LIVE = Pattern.compile("osapi_workers\\{liveness=\"live\"} (\\d+)");
  private static final int OK = 200;
  private static final String API_HOST = "127.0.0.1";

  private static final String EDGE =
      """
      agent:
        commands:
          allowed_services: [cron]
          allowed_commands: [df -h]
          allowed_log_paths: [/var/log/*.log]
        tasks:
      """;

  /** How often an edge worker with everything on does what it does by itself. */
  enum EdgeTasks {
    AS_USUAL(
        "worker, all edge tasks on",
        """
            heartbeat: {enabled: true}
            system_metrics: {enabled: true}
            service_check: {enabled: true, services: [cron]}
            inventory: {enabled: true}
        """),
    OFTEN(
        "the same, as often as may be",
        """
            heartbeat: {interval: 10s}
            system_metrics: {interval: 30s}
            service_check: {interval: 10s, services: [cron]}
            inventory: {interval: 1m}
        """);

    /** Of a row. */
    final String title;

    private final String yaml;

    EdgeTasks(String title, String yaml) {
      this.title = title;
      this.yaml = yaml;
    }

    /** Beside that of all other roles. */
    private Path configuration(Path others) {
      return others.resolveSibling("edge-" + ordinal() + ".yaml");
    }
  }

  private final Path configuration;
  private final int apiPort;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> roles = new ArrayList<>();
  private final String token;

  private Product(Path configuration, int apiPort, String token) {
    this.configuration = configuration;
    this.apiPort = apiPort;
    this.token = token;
  }

  static Product install(Laboratory laboratory) throws IOException, InterruptedException {
    for (var image : List.of(OSAPI, WORKER)) {
      if (!Files.isExecutable(launcher(image))) {
        throw new IllegalStateException("no " + image + "; ./dev bench builds it");
      }
    }
    var configuration = laboratory.directory.resolve("osapi.yaml");
    int apiPort = freePort();
    var yaml = yaml(laboratory, apiPort);
    write(configuration, yaml);
    for (var tasks : EdgeTasks.values()) {
      write(tasks.configuration(configuration), yaml + EDGE + tasks.yaml);
    }
    return new Product(configuration, apiPort, token(configuration));
  }

  private static void write(Path configuration, String yaml) throws IOException {
    Files.writeString(configuration, yaml);
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-------"));
  }

  Footprint.Process startApi() throws IOException, TimeoutException {
    var api = start(OSAPI, "api", "server", "start");
    ApiSide.await(READY_WITHIN, () -> isReady() || hasEnded(api));
    if (hasEnded(api)) {
      throw new IllegalStateException("the API ended: " + Files.readString(log()));
    }
    return api;
  }

  Footprint.Process startWorker() throws IOException {
    return start(WORKER, "job", "worker", "start");
  }

  Footprint.Process startEdgeWorker(EdgeTasks tasks) throws IOException {
    return start(WORKER, tasks.configuration(configuration), "job", "worker", "start");
  }

  /** Emulated workers named {@code emu-} and a number, that answer at once. */
  Footprint.Process startEmulated(int workers, int connections) throws IOException {
    return start(
        OSAPI, "bench", "workers", "--count", "" + workers, "--connections", "" + connections);
  }

  /** How many workers are live; a list of them all would be work for the API that is measured. */
  int fleetSize() {
    try {
      var matcher = LIVE.matcher(get("/metrics"));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** The body of the answer, which must be a good one. */
  String get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  String post(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  @Override
  public void close() {
    roles.reversed().forEach(Product::stop);
    client.close();
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          request.uri() + " answered " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private boolean isReady() {
    return status("/health/ready") == OK;
  }

  /** 0 where nobody answers. */
  private int status(String path) {
    try {
      return client.send(request(path).GET().build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static void stop(Process role) {
    role.destroy();
    role.onExit().orTimeout(READY_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + API_HOST + ":" + apiPort + path))
        .timeout(REQUEST_TIMEOUT)
        .header("Authorization", "Bearer " + token);
  }

  /** Ends what was started last, in order. */
  void stopLast() {
    stop(roles.removeLast());
  }

  /** How long a command takes, which must succeed; it knows this product and may ask its API. */
  Duration timed(String... command) throws IOException, InterruptedException {
    var process = process(OSAPI, configuration, command);
    process.environment().put("OSAPI_API_CLIENT_URL", "http://" + API_HOST + ":" + apiPort);
    process.environment().put("OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", token);
    return timed(process);
  }

  /** Of a command that needs no configuration. */
  static Duration timed(Path image, String command) throws IOException, InterruptedException {
    return timed(new ProcessBuilder(launcher(image).toString(), command));
  }

  private static Duration timed(ProcessBuilder command) throws IOException, InterruptedException {
    command.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long began = System.nanoTime();
    int code = command.start().waitFor();
    var took = Duration.ofNanos(System.nanoTime() - began);
    if (code != 0) {
      throw new IllegalStateException(command.command() + " ended with " + code);
    }
    return took;
  }

  /** Whether it is answered well now. */
  boolean answers(String path) {
    return status(path) == OK;
  }

  private Footprint.Process start(Path image, String... command) throws IOException {
    return start(image, configuration, command);
  }

  private Footprint.Process start(Path image, Path configured, String... command)
      throws IOException {
    var process =
        process(image, configured, command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    roles.add(process);
    return new Footprint.Process(process.toHandle());
  }

  private static boolean hasEnded(Footprint.Process role) {
    return !role.handle().isAlive();
  }

  private Path log() {
    return configuration.resolveSibling("osapi.log");
  }

  private static String token(Path configuration) throws IOException, InterruptedException {
    var process =
        process(OSAPI, configuration, "token", "generate", "-r", "admin", "-u", "bench").start();
    var token = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("osapi token generate failed: " + process.exitValue());
    }
    return token;
  }

  private static Path launcher(Path image) {
    return image.resolve("bin").resolve("osapi");
  }

  private static ProcessBuilder process(Path image, Path configuration, String... command) {
    var all = new ArrayList<>(List.of(launcher(image).toString(), "-f", configuration.toString()));
    all.addAll(List.of(command));
    var builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD);
    // Options of the virtual machine are for the caller to compare; all else is the defaults.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("OSAPI_") && !name.equals("OSAPI_JAVA_OPTS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String yaml(Laboratory laboratory, int apiPort) {
    return """
    api:
      server:
        host: %1$s
        port: %2$d
        nats:
          host: 127.0.0.1
          port: %3$d
        security:
          signing_key: a key of this benchmark only, 32 bytes or more
    job:
      worker:
        hostname: real-1
        nats:
          host: 127.0.0.1
          port: %3$d
        state_dir: %4$s/worker
    """
        .formatted(API_HOST, apiPort, laboratory.port(), laboratory.directory);
  }
}
