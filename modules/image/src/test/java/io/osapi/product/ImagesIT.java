package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The images as they are shipped: what is in them, and that a host needs nothing else. */
class ImagesIT {
  private static final Path OSAPI = Path.of(System.getProperty("osapi.product"));
  private static final Path WORKER = Path.of(System.getProperty("osapi.product.worker"));

  /** The JVM ends where it cannot use the cache, instead of going on without. */
  private static final Map<String, String> CACHE_NEEDED =
      Map.of("OSAPI_JAVA_OPTS", "-XX:AOTMode=on");

  @TempDir Path directory;

  @Test
  void the_image_has_every_role() throws Exception {
    assertThat(modules(OSAPI))
        .contains("io.osapi.adapters.http", "io.osapi.emulator", "io.helidon.webserver")
        .contains("io.osapi.adapters.os", "io.osapi.adapters.cli", "io.osapi.adapters.nats");
  }

  @Test
  void the_image_for_workers_has_no_api_and_nothing_that_serves_it() throws Exception {
    assertThat(modules(WORKER))
        .contains("io.osapi.adapters.os", "io.osapi.adapters.cli", "io.osapi.adapters.nats")
        .doesNotContain("io.osapi.adapters.http", "io.osapi.emulator", "jakarta.json")
        .noneMatch(name -> name.startsWith("io.helidon"));
    assertThat(WORKER.resolve("lib")).doesNotExist();
  }

  @Test
  void all_modules_are_linked_and_the_nats_server_lies_beside_them() throws Exception {
    for (var image : List.of(OSAPI, WORKER)) {
      try (var files = Files.walk(image)) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".jar"));
      }
    }
    assertThat(OSAPI.resolve("lib/nats-server")).isExecutable();
    assertThat(OSAPI.resolve("lib/nats-server.LICENSE")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"osapi", "osapi-worker"})
  void it_needs_no_java_and_no_other_program(String name) throws Exception {
    var nothing = Files.createDirectory(directory.resolve("bin"));

    var answer = run(image(name), Map.of("PATH", nothing.toString()), "version", "-o", "json");

    assertThat(answer.err()).isEmpty();
    assertThat(answer.out()).contains("\"version\"", Runtime.version().toString());
    assertThat(answer.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"osapi", "osapi-worker"})
  void its_cache_counts_wherever_it_is_unpacked(String name) throws Exception {
    var copy = copy(image(name));

    for (var command : List.of("version", "config show")) {
      var answer = run(copy, CACHE_NEEDED, command.split(" "));
      assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    }
  }

  @Test
  void a_cache_that_does_not_fit_is_left_out_without_a_word() throws Exception {
    var copy = copy(WORKER);
    var cache = copy.resolve("runtime/lib/local.aot");
    Files.write(cache, Arrays.copyOf(Files.readAllBytes(cache), 4_096));

    var answer = run(copy, Map.of(), "version", "-o", "name");

    assertThat(answer).isEqualTo(run(OSAPI, Map.of(), "version", "-o", "name"));
    assertThat(answer.err()).isEmpty();
    assertThat(run(copy, CACHE_NEEDED, "version").exitCode()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"osapi", "osapi-worker"})
  void what_a_command_needs_is_in_the_cache(String name) throws Exception {
    var loading = Map.of("OSAPI_JAVA_OPTS", "-Xlog:class+load");

    var lines = run(image(name), loading, "version").out().lines().toList();

    assertThat(lines).anyMatch(line -> line.contains(" picocli.CommandLine source: shared"));
    assertThat(lines).noneMatch(line -> line.contains(" source: jrt:/info.picocli"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "api server start",
        "token generate -r read -u somebody",
        "bench workers --count 1"
      })
  void an_image_says_which_part_it_lacks_and_what_to_install(String command) throws Exception {
    var answer = run(WORKER, Map.of(), command.split(" "));

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("This image of osapi has no ", "Install osapi");
  }

  @Test
  void a_worker_of_the_small_image_does_the_jobs_of_the_large_ones_api() throws Exception {
    var answer = askedOfSmallWorker(Map.of());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.list("results")).singleElement().extracting("status").isEqualTo("ok");
  }

  /** jnats makes all of its messages at once, with numbers in them. */
  @Test
  void a_worker_looks_up_no_countrys_digits() throws Exception {
    var log = directory.resolve("classes.log");

    askedOfSmallWorker(Map.of("OSAPI_JAVA_OPTS", "-Xlog:class+load:file=" + log));

    var loaded = Files.readAllLines(log);
    assertThat(naming("NatsJetStreamClientError source: shared", loaded)).isNotEmpty();
    assertThat(naming("DecimalFormatSymbols", loaded)).isEmpty();
    assertThat(naming(".cldr.", loaded)).isEmpty();
  }

  private static List<String> naming(String part, List<String> lines) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  private Rest.Answer askedOfSmallWorker(Map<String, String> environment) throws Exception {
    try (var osapi = new Installation(directory)) {
      osapi.startNats();
      osapi.startApi();
      osapi.startWorkerOf(WORKER, "small", environment);
      try (var rest = new Rest(osapi, osapi.token("read"))) {
        osapi.awaitWorkers(rest, 1);
        return rest.get("/system/hostname?target=small");
      }
    }
  }

  private static Path image(String name) {
    return name.equals("osapi") ? OSAPI : WORKER;
  }

  private static List<String> modules(Path image) throws Exception {
    var listed = new ProcessBuilder(image + "/runtime/bin/java", "--list-modules").start();
    try (var lines = listed.inputReader().lines()) {
      return lines.map(line -> line.replaceAll("@.*", "")).toList();
    }
  }

  /** With the times of now, as packages are unpacked. */
  private Path copy(Path image) throws Exception {
    var copy = directory.resolve("elsewhere");
    assertThat(new ProcessBuilder("cp", "-r", image.toString(), copy.toString()).start().waitFor())
        .isZero();
    return copy;
  }

  private Installation.Result run(Path image, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    var all = new ArrayList<>(List.of(image + "/bin/osapi", "-f", configuration().toString()));
    all.addAll(List.of(command));
    var process = new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile());
    process.environment().clear();
    process.environment().putAll(Map.of("PATH", "/usr/bin:/bin"));
    process.environment().putAll(environment);
    int exitCode = process.start().waitFor();
    return new Installation.Result(exitCode, Files.readString(out), Files.readString(err));
  }

  private Path configuration() throws IOException {
    var file = directory.resolve("none.yaml");
    return Files.writeString(file, "{}\n");
  }
}
