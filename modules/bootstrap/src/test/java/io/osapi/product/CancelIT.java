package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job is called off while its operation runs a program, in the packaged product. */
class CancelIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Nobody else sleeps that long. */
  private static final String SLEEP = "sleep 70" + ProcessHandle.current().pid();

  /** A ping that heeds no signal it can ignore, and replaces a child that dies. */
  private static final String STUBBORN =
      """
      #!/bin/sh
      trap '' TERM INT HUP
      sh -c 'while :; do %1$s; done' &
      while :; do %1$s; done
      """
          .formatted(SLEEP);

  @TempDir Path directory;

  @Test
  void a_cancelled_job_leaves_nothing_of_its_program_and_the_worker_goes_on() throws Exception {
    assumeThat(System.getProperty("user.name")).as("mounts need root").isEqualTo("root");
    // Read in one go: the kernel tells nothing at an offset.
    assumeThat(Files.readAllLines(Path.of("/proc/sys/net/ipv4/ping_group_range")).getFirst())
        .as("the worker runs ping where the kernel gives it no socket for it")
        .matches("1\\s+0");
    var programs = Files.createDirectory(directory.resolve("sbin"));
    var ping = Files.writeString(programs.resolve("ping"), STUBBORN);
    Files.setPosixFilePermissions(ping, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var osapi = new Installation(directory);
        var rest = new Rest(osapi, osapi.token("write"))) {
      osapi.startNats();
      osapi.startApi();
      osapi.startWorkerWithOwn(Path.of("/usr/sbin"), programs, "web-01");
      osapi.awaitWorkers(rest, 1);
      var operation =
          Map.of("type", "network.ping.do", "data", Map.of("address", "127.0.0.1", "count", 20));
      var submitted = rest.ask("POST", "/jobs", Map.of("operation", operation)).body();
      var job = "/jobs/" + submitted.get("job_id");
      await().atMost(SOON).until(() -> sleepers() == 2);

      assertThat(rest.ask("POST", job + "/cancel", Map.of()).status()).isEqualTo(202);

      await().atMost(SOON).until(() -> sleepers() == 0);
      await().during(Duration.ofMillis(300)).until(() -> sleepers() == 0);
      assertThat(rest.get(job).body()).containsEntry("status", "cancelled");
      assertThat(rest.get("/system/hostname?target=web-01").body().toString())
          .contains("status=ok");
    }
  }

  private static long sleepers() {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process.info().commandLine().filter(line -> line.endsWith(SLEEP)).isPresent())
        .count();
  }
}
