package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.osapi.architecture.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The .deb, from its installation to its purge, with a real dpkg and, where one can be had, a real
 * systemd.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackageIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String VERSION = "9.9.9";
  private static final String DEB = "/.packages/osapi_" + VERSION + "_*.deb";
  private static final List<String> ROLES = List.of("osapi-nats", "osapi-api", "osapi-worker");

  /** What dpkg and the tools for accounts write down of their own work, and systemd's own files. */
  private static final Pattern BOOKS =
      Pattern.compile(
          "/var/(lib/dpkg|lib/systemd|log|cache|tmp)(/.*)?|/etc/\\.pwd\\.lock|/run(/.*)?|/tmp(/.*)?"
              + "|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-");

  private Path packages;

  @BeforeAll
  void pack(@TempDir Path directory) throws Exception {
    var lacking = DebianRoot.lacking();
    assumeThat(lacking).as("a copy of this host to install packages in").isEmpty();
    packages = packed(directory.resolve("one"));
  }

  @Test
  void the_same_product_makes_the_same_packages(@TempDir Path directory) throws Exception {
    var again = packed(directory.resolve("two"));

    assertThat(again.resolve("SHA256SUMS")).hasSameTextualContentAs(packages.resolve("SHA256SUMS"));
    assertThat(Files.readAllLines(again.resolve("SHA256SUMS"))).hasSize(3);
  }

  @Test
  void it_is_installed_used_upgraded_removed_and_purged_without_a_trace(@TempDir Path directory)
      throws Exception {
    try (var host = new DebianRoot(directory, packages)) {
      var services = HostRoles.of(host, directory);
      var before = host.changes();

      host.must("sh", "-c", "dpkg -i " + DEB);
      assertThat(services.running()).as("nothing is started unasked").isEmpty();
      assertThat(host.must("osapi", "version", "-o", "name")).isNotBlank();
      assertThat(host.must("stat", "-c", "%A %U %G", "/etc/osapi/osapi.yaml"))
          .isEqualTo("-rw-r----- root osapi");

      configure(host);
      for (var role : ROLES) {
        services.start(role);
      }
      assertThat(hostname(host)).isEqualTo(host.must("hostname"));
      assertThat(host.must("stat", "-c", "%U", "/var/lib/osapi/nats", "/var/lib/osapi/worker"))
          .isEqualTo("osapi\nroot");

      var processes = services.running();
      host.must("sh", "-c", "dpkg -i " + DEB);
      services.assertRenewed(processes);
      assertThat(hostname(host)).as("configuration and data stay").isNotBlank();
      assertThat(Files.readString(host.file("/etc/osapi/osapi.yaml"))).contains("signing_key_file");

      host.must("dpkg", "--remove", "osapi");
      services.assertGone();
      assertThat(host.file("/usr/lib/osapi")).doesNotExist();
      assertThat(host.file("/var/lib/osapi/nats")).exists();
      assertThat(host.file("/etc/osapi/osapi.yaml")).exists();

      host.must("dpkg", "--purge", "osapi");
      var left = new TreeSet<>(host.changes());
      left.removeAll(before);
      assertThat(left).filteredOn(Predicate.not(BOOKS.asMatchPredicate())).isEmpty();
      assertThat(host.run("getent", "passwd", "osapi").exitCode()).isNotZero();
    }
  }

  @Test
  void systemd_restarts_what_hangs_and_leaves_what_is_not_configured(@TempDir Path directory)
      throws Exception {
    assumeThat(DebianRoot.hasSystemd()).as("a systemd of our own").isTrue();
    try (var host = new DebianRoot(directory, packages)) {
      var services = HostRoles.of(host, directory);
      host.must("sh", "-c", "dpkg -i " + DEB);

      assertThat(host.run("systemctl", "start", "osapi-api").exitCode()).isNotZero();
      assertThat(host.must("systemctl", "show", "-P", "ExecMainStatus", "osapi-api"))
          .isEqualTo("2");
      assertThat(host.must("systemctl", "show", "-P", "ActiveState", "osapi-api"))
          .as("not restarted")
          .isEqualTo("failed");

      configure(host);
      Files.createDirectories(host.file("/etc/systemd/system/osapi-nats.service.d"));
      Files.writeString(
          host.file("/etc/systemd/system/osapi-nats.service.d/short.conf"),
          "[Service]\nWatchdogSec=8s\nTimeoutAbortSec=1s\n");
      assertThat(host.must("osapi", "service", "install", "nats", "--now")).isEmpty();
      assertThat(host.must("systemctl", "is-enabled", "osapi-nats")).isEqualTo("enabled");
      assertThat(host.file("/etc/systemd/system/osapi-nats.service"))
          .as("the package has brought the same")
          .doesNotExist();
      assertThat(host.must("osapi", "service", "status", "nats"))
          .contains("osapi-nats.service", "enabled", "active", "nats-server at nats://");

      var first = services.running();
      host.must("pkill", "-STOP", "-x", "nats-server");
      await()
          .atMost(SOON)
          .until(() -> host.must("systemctl", "show", "-P", "NRestarts", "osapi-nats").equals("1"));
      await().atMost(SOON).untilAsserted(() -> services.assertRenewed(first));
      assertThat(host.must("journalctl", "-q", "-u", "osapi-nats"))
          .contains("does not answer", "Full thread dump", "Failed with result 'watchdog'");

      host.must("osapi", "service", "uninstall", "nats");
      assertThat(services.running()).isEmpty();
      assertThat(host.run("systemctl", "is-enabled", "osapi-nats").out()).isEqualTo("disabled\n");
    }
  }

  /** As {@code docs/installing.md} has it for one host, each role as a service of its own. */
  private static void configure(DebianRoot host) throws Exception {
    host.must(
        "sh",
        "-ec",
        """
        umask 077
        head -c 48 /dev/urandom | base64 -w0 >/etc/osapi/signing_key
        chown osapi: /etc/osapi/signing_key
        cat >>/etc/osapi/osapi.yaml <<EOF
        api:
          server:
            security:
              signing_key_file: /etc/osapi/signing_key
        EOF
        """);
    host.must("osapi", "config", "validate");
  }

  private static String hostname(DebianRoot host) throws Exception {
    var token = host.must("osapi", "token", "generate", "-r", "read", "-u", "test");
    var ask =
        new String[] {
          "env",
          "OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN=" + token,
          "osapi",
          "client",
          "system",
          "hostname",
          "-T",
          "_any",
          "-o",
          "name"
        };
    return await()
        .atMost(SOON)
        .until(() -> host.run(ask), result -> result.exitCode() == 0)
        .out()
        .strip();
  }

  /**
   * Of the product as this build has laid it out: with the JDK of this host in place of its own.
   */
  private static Path packed(Path dist) throws IOException, InterruptedException {
    var product = dist.resolve("osapi");
    Files.createDirectories(dist);
    succeed("cp", "-a", System.getProperty("osapi.product"), product.toString());
    succeed("cp", Installation.natsServer(), product.resolve("lib/nats-server").toString());
    var bill = Files.writeString(dist.resolve("bill.json"), "{}\n");
    succeed(
        "env",
        "SOURCE_DATE_EPOCH=1767225600",
        "OSAPI_PACKAGE_COMPRESSION=none",
        Project.ROOT.resolve("packaging/build").toString(),
        dist.toString(),
        VERSION,
        bill.toString(),
        "osapi");
    return dist.resolve("packages");
  }

  private static void succeed(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends: %s", List.of(command)).isTrue();
    assertThat(process.exitValue()).as("%s", List.of(command)).isZero();
  }
}
