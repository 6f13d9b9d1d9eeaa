package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.worker.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemProviderTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void the_host_name_comes_with_the_workers_labels() {
    var data = data(Hosts.root(Hosts.DEBIAN), "system.hostname.get");

    assertThat(data)
        .isEqualTo(
            Map.of("hostname", "vm", "fqdn", "vm.example.org", "labels", Map.of("group", "web")));
  }

  @Test
  void the_uptime_is_told_in_seconds_in_words_and_by_the_boot_time() {
    assertThat(data(Hosts.root(Hosts.DEBIAN), "system.uptime.get"))
        .isEqualTo(
            Map.of(
                "uptime_seconds", 2133L,
                "uptime", "35 minutes",
                "boot_time", "2026-11-21T12:49:44.000Z"));
  }

  @Test
  void the_operating_system_is_that_of_os_release_and_the_kernel() {
    assertThat(data(Hosts.root(Hosts.DEBIAN), "system.os.get"))
        .isEqualTo(
            Map.of(
                "distribution", "Debian GNU/Linux",
                "version", "12",
                "kernel", "6.18.44",
                "architecture", System.getProperty("os.arch"),
                "cpus", 2));
  }

  @Test
  void disks_have_the_sizes_of_df() {
    assertThat(data(Hosts.root(Hosts.DEBIAN), "system.disk.get"))
        .isEqualTo(
            Map.of(
                "disks",
                List.of(
                    Map.of(
                        "mount",
                        "/",
                        "device",
                        "/dev/vda",
                        "filesystem",
                        "ext4",
                        "total_bytes",
                        1000L,
                        "used_bytes",
                        500L,
                        "available_bytes",
                        450L,
                        "used_percent",
                        52.6)),
                "skipped",
                List.of()));
  }

  @Test
  void the_load_comes_with_the_processors_to_judge_it_by() {
    assertThat(data(Hosts.root(Hosts.DEBIAN), "system.load.get"))
        .containsEntry("cpus", 2)
        .containsOnlyKeys("load_1m", "load_5m", "load_15m", "cpus");
  }

  @Test
  void the_status_is_all_the_others_in_one() {
    var status = data(Hosts.root(Hosts.DEBIAN), "system.status.get");
    var disks = data(Hosts.root(Hosts.DEBIAN), "system.disk.get");

    assertThat(status)
        .isEqualTo(
            Map.of(
                "hostname", "vm",
                "uptime", data(Hosts.root(Hosts.DEBIAN), "system.uptime.get"),
                "os", data(Hosts.root(Hosts.DEBIAN), "system.os.get"),
                "load", data(Hosts.root(Hosts.DEBIAN), "system.load.get"),
                "memory", data(Hosts.root(Hosts.DEBIAN), "system.memory.get"),
                "disks", disks.get("disks"),
                "skipped", disks.get("skipped")));
  }

  @ParameterizedTest
  @CsvSource({
    "system.hostname.get, /proc/sys/kernel/hostname",
    "system.status.get, /proc/self/mountinfo",
    "system.uptime.get, /proc/uptime",
    "system.os.get, /proc/sys/kernel/osrelease",
    "system.disk.get, /proc/self/mountinfo",
    "system.memory.get, /proc/meminfo",
    "system.load.get, /proc/loadavg",
  })
  void what_a_container_hides_is_named(String operation, String path, @TempDir Path empty) {
    assertThat(answer(empty, operation))
        .isEqualTo(new Answer.Failed(new Fault("file-unreadable", path + ": it does not exist")));
  }

  @Test
  void the_file_that_the_vendor_ships_is_read_where_etc_has_none(@TempDir Path root)
      throws Exception {
    copy(Hosts.root(Hosts.DEBIAN).resolve("proc"), root.resolve("proc"));
    copy(Hosts.root("opensuse-leap-15.6").resolve("usr"), root.resolve("usr"));

    assertThat((Map<?, ?>) data(root, "system.status.get").get("os"))
        .satisfies(os -> assertThat(os.get("distribution")).isEqualTo("openSUSE Leap"));
  }

  private static Map<String, Object> data(Path root, String operation) {
    assertThat(answer(root, operation)).isInstanceOf(Answer.Completed.class);
    return ((Answer.Completed) answer(root, operation)).data();
  }

  private static Answer answer(Path root, String operation) {
    var handlers = new Handlers();
    new SystemProvider(
            new HostFiles(root),
            new Labels(Map.of("group", "web")),
            new FullName(name -> name + ".example.org", TIMEOUT),
            new DiskReader(_ -> new DiskReader.Space(1000, 500, 450), TIMEOUT))
        .register(handlers);
    return new HostOperations(handlers, TIMEOUT)
        .run(Catalogue.standard().invocation(operation, Map.of(), "/operation"), TIMEOUT)
        .answer();
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
