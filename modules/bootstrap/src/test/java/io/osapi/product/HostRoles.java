package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The services of a {@link DebianRoot}: systemd's, or started by hand as their units say. */
abstract class HostRoles {
  final DebianRoot host;

  private HostRoles(DebianRoot host) {
    this.host = host;
  }

  static HostRoles of(DebianRoot host, Path directory) throws Exception {
    return DebianRoot.hasSystemd() ? new OfSystemd(host) : new ByHand(host, directory);
  }

  /** Returns when it is ready. */
  abstract void start(String unit) throws Exception;

  /** Its main process, by unit. */
  abstract Map<String, String> running() throws Exception;

  /** After an upgrade. */
  abstract void assertRenewed(Map<String, String> before) throws Exception;

  /** After a removal. */
  abstract void assertGone() throws Exception;

  /** A worker is root and the broker is not: what {@code docs/installing.md} says of one host. */
  void enrolWorker() throws Exception {
    host.must(
        "runuser",
        "-u",
        "osapi",
        "--",
        "osapi",
        "worker",
        "enroll",
        "--hostname",
        host.must("hostname"),
        "--here");
  }

  private static final class OfSystemd extends HostRoles {
    private static final List<String> UNITS =
        List.of("osapi", "osapi-nats", "osapi-api", "osapi-worker");

    OfSystemd(DebianRoot host) throws Exception {
      super(host);
      // Where the build has no runtime of its own.
      host.must("systemctl", "set-environment", "JAVA_HOME=" + System.getProperty("java.home"));
    }

    @Override
    void start(String unit) throws Exception {
      if (unit.equals("osapi-worker")) {
        enrolWorker();
      }
      host.must("systemctl", "enable", "--quiet", "--now", unit);
      assertThat(host.must("systemctl", "show", "-P", "StatusText", unit))
          .doesNotContain("waits", "does not answer")
          .isNotBlank();
    }

    @Override
    Map<String, String> running() throws Exception {
      var processes = new LinkedHashMap<String, String>();
      for (var unit : UNITS) {
        if (host.run("systemctl", "is-active", unit).exitCode() == 0) {
          processes.put(unit, host.must("systemctl", "show", "-P", "MainPID", unit));
        }
      }
      return processes;
    }

    @Override
    void assertRenewed(Map<String, String> before) throws Exception {
      var after = running();
      assertThat(after.keySet()).isEqualTo(before.keySet()).isNotEmpty();
      before.forEach((unit, process) -> assertThat(after).doesNotContainEntry(unit, process));
    }

    @Override
    void assertGone() throws Exception {
      assertThat(running()).isEmpty();
      assertThat(host.must("sh", "-c", "find /etc/systemd/system -name 'osapi*'")).isEmpty();
    }
  }

  /** Without readiness and restarts, which are systemd's. */
  private static final class ByHand extends HostRoles {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path directory;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    ByHand(DebianRoot host, Path directory) {
      super(host);
      this.directory = directory;
    }

    @Override
    void start(String unit) throws Exception {
      var text = Files.readString(host.file("/usr/lib/systemd/system/" + unit + ".service"));
      var user = value(text, "User");
      for (var state : value(text, "StateDirectory").split(" ")) {
        if (!state.isEmpty()) {
          host.must("install", "-d", "-m", "0700", "-o", user, "/var/lib/" + state);
        }
      }
      if (unit.equals("osapi-worker")) {
        await()
            .atMost(SOON)
            .until(() -> host.file("/var/lib/osapi/broker/4222/api.nk").toFile().exists());
        enrolWorker();
      }
      var command = new ArrayList<>(List.of("runuser", "-u", user, "--"));
      command.addAll(List.of(value(text, "ExecStart").split(" ")));
      processes.put(
          unit, host.spawn(directory.resolve(unit + ".log"), command.toArray(String[]::new)));
    }

    private static String value(String unit, String name) {
      return unit.lines()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElse("");
    }

    @Override
    Map<String, String> running() {
      var running = new LinkedHashMap<String, String>();
      processes.forEach((unit, process) -> running.put(unit, Long.toString(process.pid())));
      return running;
    }

    @Override
    void assertRenewed(Map<String, String> before) throws IOException, InterruptedException {
      assertThat(processes.values()).as("they run on").allMatch(Process::isAlive);
      for (var process : processes.values()) {
        process.destroy();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      var units = List.copyOf(processes.keySet());
      processes.clear();
      for (var unit : units) {
        restart(unit);
      }
    }

    private void restart(String unit) {
      try {
        start(unit);
      } catch (Exception e) {
        throw new AssertionError(unit, e);
      }
    }

    @Override
    void assertGone() throws InterruptedException {
      for (var process : processes.values()) {
        process.destroy();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      processes.clear();
    }
  }
}
