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
  void the_status_has_everything_in_one() {
    var data = data(Hosts.root(Hosts.DEBIAN), "system.status.get");

    assertThat(data)
        .containsEntry("hostname", "vm")
        .containsEntry("skipped", List.of())
        .containsKeys("uptime", "load", "memory");
    assertThat(data.get("os"))
        .isEqualTo(
            Map.of(
                "distribution", "Debian GNU/Linux",
                "version", "12",
                "kernel", "6.18.44",
                "architecture", System.getProperty("os.arch"),
                "cpus", 2));
    assertThat(data.get("disks"))
        .isEqualTo(
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
                    52.6)));
  }

  @ParameterizedTest
  @CsvSource({
    "system.hostname.get, /proc/sys/kernel/hostname",
    "system.status.get, /proc/self/mountinfo",
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
