package io.osapi.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the real commands, so that the JVM writes down which classes they load and how: its AOT
 * caches. One for each family of flags that the launcher knows.
 */
final class Training {
  /** What a worker does most is to read its host. Twice, for some things happen once only. */
  private static final List<String> QUERIES =
      List.of("hostname", "status", "uptime", "os", "disk", "memory", "load", "hostname");

  /** That ask nobody, or each something of its own: the host, the broker's files. */
  private static final List<String> LOCAL_COMMANDS = List.of("version", "config show");

  private static final String TRAINED_HOST = "training-01";

  /** Workers with an edge side have the same cache. What is asked over NATS is asked seldom. */
  private static final String EDGE =
      """
      agent:
        commands:
          allowed_services: [osapi]
          allowed_commands: [df -h]
          allowed_log_paths: [/var/log/*.log]
        tasks:
          heartbeat: {enabled: true, interval: 15s}
          system_metrics: {enabled: true}
          service_check: {enabled: true, services: [osapi]}
          inventory: {enabled: true}
      """;

  /** Of services, a host without systemd has nothing to tell. */
  private static final List<String> TELEMETRY = List.of("\"system\"", "\"inventory\"");

  private final Image osapi;
  private final Image worker;
  private final Path directory;

  private Training(Image osapi, Image worker, Path directory) {
    this.osapi = osapi;
    this.worker = worker;
    this.directory = directory;
  }

  static void train(Image osapi, Image worker) throws IOException, InterruptedException {
    var directory = Files.createTempDirectory("osapi-training");
    try {
      var training = new Training(osapi, worker, directory);
      training.trainServer();
      training.trainWorker();
    } finally {
      Image.delete(directory);
    }
  }

  /** One process that has every role, and then a command that asks it. */
  private void trainServer() throws IOException, InterruptedException {
    try (var site = Site.in(Files.createDirectory(directory.resolve("server")), osapi)) {
      var server = site.start(osapi, recording("server"), "start");
      site.awaitReady();
      query(site);
      for (var overview : List.of("job list", "job status", "worker list", "health status")) {
        site.ask("", ("client " + overview).split(" "));
      }
      rehearse(site, osapi, "client", clientCommands());
      rehearse(site, osapi, "local", LOCAL_COMMANDS);
      site.end(server);
    }
    for (var family : List.of("server", "client", "local")) {
      keep(osapi, family);
    }
  }

  /** The worker of the other image, whose roles around it are this one's. */
  private void trainWorker() throws IOException, InterruptedException {
    try (var site = Site.in(Files.createDirectory(directory.resolve("worker")), osapi)) {
      site.start(osapi, "", "nats", "server", "start");
      site.start(osapi, "", "api", "server", "start");
      site.addToConfiguration(EDGE);
      var process = site.start(worker, recording("worker"), "job", "worker", "start");
      site.awaitReady();
      query(site);
      site.awaitAnswer(
          text -> TELEMETRY.stream().allMatch(text::contains),
          "client",
          "telemetry",
          "get",
          TRAINED_HOST,
          "-o",
          "json");
      site.end(process);
      rehearse(site, worker, "local", LOCAL_COMMANDS);
    }
    keep(worker, "worker");
    keep(worker, "local");
  }

  /** All in one process: what the JVM records of one is what a cache can hold. */
  private void rehearse(Site site, Image image, String family, List<String> commands)
      throws IOException, InterruptedException {
    var lines =
        commands.stream().map(command -> "-f " + site.configuration() + " " + command).toList();
    var file = Files.write(directory.resolve(family + ".commands"), lines);
    site.ask(image, recording(family) + " -Dosapi.rehearsal=" + file, "version");
  }

  /**
   * What people and scripts ask most, in the formats that they read. Whatever is not asked often is
   * left out: each class in a cache is a class that every command loads.
   */
  private static List<String> clientCommands() {
    var commands = new ArrayList<String>();
    for (var format : List.of("table", "json")) {
      commands.add("client system hostname -o " + format);
      commands.add("client system status -T _all -o " + format);
      commands.add("client job list -o " + format);
      commands.add("client worker list -o " + format);
    }
    return commands;
  }

  private static void query(Site site) throws IOException, InterruptedException {
    for (var query : QUERIES) {
      site.ask("", "client", "system", query);
    }
  }

  /**
   * Without what methods did most: the JVM would compile these at once, while a process that is to
   * start fast needs the processor itself.
   */
  private String recording(String family) {
    return "-Dosapi.training=true -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput="
        + recorded(family);
  }

  private Path recorded(String family) {
    return directory.resolve(family + ".aot");
  }

  private void keep(Image image, String family) throws IOException {
    Files.move(recorded(family), image.cache(family), StandardCopyOption.REPLACE_EXISTING);
  }
}
