package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.product.Installation.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code osapi bench} on a real system: what people size theirs with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private Installation osapi;
  private String admin;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    admin = osapi.token("admin");
    osapi.startNats();
    osapi.startApi();
    osapi.startWorker("web-01");
    try (var rest = new Rest(osapi, admin)) {
      osapi.awaitWorkers(rest, 1);
    }
  }

  @AfterAll
  void stop() {
    osapi.close();
  }

  @Test
  void every_job_is_counted_and_timed() throws Exception {
    var run = osapi.runAs(admin, "bench", "jobs", "--count", "50", "-T", "web-01", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    var answer = new Rest.Answer(0, Rest.object(run.out()));
    assertThat(answer.list("outcomes")).containsExactly(Map.of("status", "completed", "jobs", 50));
    assertThat(answer.list("latencies"))
        .extracting(each -> each.get("step"), each -> each.get("jobs"))
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("submitted", 50),
            org.assertj.core.api.Assertions.tuple("answered", 50));
  }

  @Test
  void a_load_that_is_interrupted_is_130_and_shows_what_it_measured() throws Exception {
    var load =
        osapi.startAs(
            admin, "load", "bench", "jobs", "--rate", "20", "--count", "1000", "-T", "web-01");
    try (var rest = new Rest(osapi, admin)) {
      int before = jobs(rest);
      await().atMost(SOON).until(() -> jobs(rest) > before + 10);
    }

    assertThat(interrupted(load)).isEqualTo(130);
    assertThat(Files.readString(load.log()))
        .contains("submitted", "completed", "Interrupted; jobs that were submitted go on.")
        .doesNotContain("\tat ");
  }

  @Test
  void emulated_workers_answer_and_leave_nothing_behind() throws Exception {
    var emulator =
        osapi.startAs(
            admin,
            "emulator",
            "bench",
            "workers",
            "--count=20",
            "--label=group=emulated",
            "--delay=1ms");
    try (var rest = new Rest(osapi, admin)) {
      await().atMost(SOON).until(() -> emulated(rest) == 20);
      var answer = rest.get("/system/hostname?target=group:emulated");
      assertThat(answer.list("results"))
          .hasSize(20)
          .allMatch(result -> result.get("status").equals("ok"));

      assertThat(interrupted(emulator)).isZero();

      assertThat(Files.readString(emulator.log()))
          .contains("20 emulated workers beat; Ctrl-C ends.")
          .containsPattern("WORKERS +OPERATIONS +FAILED\n +20 +20 +0\n")
          .doesNotContain("\tat ");
      await().atMost(SOON).until(() -> emulated(rest) == 0);
      assertThat(rest.get("/system/hostname?target=emu-00000").status()).isEqualTo(404);
      // One that web-01 has, and the one that all share.
      await().atMost(SOON).until(() -> consumers(rest) == 2);
    }
  }

  @Test
  void an_image_without_the_emulator_says_so() throws Exception {
    var without = withoutEmulator();
    var process =
        new ProcessBuilder(without.toString(), "bench", "workers").redirectErrorStream(true);
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var started = process.start();

    assertThat(new String(started.getInputStream().readAllBytes()))
        .startsWith("Error: This image of osapi has no emulator (the module io.osapi.emulator).\n");
    assertThat(started.waitFor()).isEqualTo(1);
  }

  /** The launcher of a copy of the product that lacks one module. */
  private Path withoutEmulator() throws Exception {
    var product = Path.of(System.getProperty("osapi.product")).toRealPath();
    var copy = Files.createDirectories(osapi.directory.resolve("small"));
    Files.createDirectories(copy.resolve("bin"));
    Files.createDirectories(copy.resolve("lib"));
    try (var libraries = Files.list(product.resolve("lib"))) {
      for (var library : libraries.toList()) {
        if (!library.getFileName().toString().startsWith("osapi-emulator")) {
          Files.createSymbolicLink(copy.resolve("lib").resolve(library.getFileName()), library);
        }
      }
    }
    return Files.copy(product.resolve("bin/osapi"), copy.resolve("bin/osapi"));
  }

  private static int jobs(Rest rest) throws Exception {
    return (int) rest.get("/jobs?limit=1").body().get("total_items");
  }

  private static long emulated(Rest rest) throws Exception {
    return rest.get("/workers").list("workers").stream()
        .filter(worker -> worker.get("hostname").toString().startsWith("emu-"))
        .count();
  }

  /** Asked of nats-server by the API, which does so every few seconds. */
  private int consumers(Rest rest) throws Exception {
    var status = osapi.runAs(admin, "client", "health", "status", "--json");
    return new Rest.Answer(0, Rest.object(status.out()))
        .list("streams").stream()
            .filter(stream -> stream.get("name").equals("JOBS"))
            .map(stream -> (int) stream.get("consumers"))
            .findFirst()
            .orElseThrow();
  }

  /** The exit code after a Ctrl-C. */
  private static int interrupted(Role role) throws Exception {
    var kill = List.of("sh", "-c", "kill -INT " + role.process().pid());
    assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
    assertThat(role.process().waitFor(15, TimeUnit.SECONDS)).isTrue();
    return role.process().exitValue();
  }
}
