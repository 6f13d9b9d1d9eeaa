package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.os.DiskReader.Space;
import io.osapi.domain.operation.Inventory;
import io.osapi.domain.operation.Inventory.Interface;
import io.osapi.domain.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryReaderTest {
  private static final long GB = 1L << 30;
  private static final Interface ETH0 =
      new Interface(
          "eth0",
          Optional.of("02:fc:00:00:00:01"),
          true,
          List.of("192.0.2.16", "2001:db8::2", "fe80::fc:ff:fe00:1"));
  private static final Interface DOCKER0 =
      new Interface("docker0", Optional.empty(), false, List.of("172.17.0.1"));

  @Test
  void a_host_is_told_under_the_names_of_the_contract() throws Exception {
    var inventory = reader(Hosts.root(Hosts.DEBIAN), new Space(20 * GB, 10 * GB, 9 * GB)).read();

    assertThat(Shape.of(Inventory.class).write(inventory))
        .isEqualTo(
            Map.of(
                "agent", Map.of("version", "1.2.3"),
                "os",
                    Map.of(
                        "platform", "linux/" + System.getProperty("os.arch"),
                        "name", "Debian GNU/Linux",
                        "version", "12",
                        "build", "6.18.44"),
                "cpu", Map.of("cores", 2, "model", "AMD EPYC"),
                "memory", Map.of("total_gb", 23.54, "available_gb", 23.21),
                "disks",
                    List.of(
                        Map.of(
                            "drive", "/",
                            "device", "/dev/vda",
                            "filesystem", "ext4",
                            "total_gb", 20.0,
                            "free_gb", 9.0)),
                "network",
                    Map.of(
                        "primary_ip",
                        "192.0.2.16",
                        "interfaces",
                        List.of(
                            Map.of(
                                "name", "docker0", "up", false, "addresses", List.of("172.17.0.1")),
                            Map.of(
                                "name",
                                "eth0",
                                "mac",
                                "02:fc:00:00:00:01",
                                "up",
                                true,
                                "addresses",
                                List.of("192.0.2.16", "2001:db8::2", "fe80::fc:ff:fe00:1"))))));
  }

  @Test
  void a_file_system_that_does_not_answer_is_told_without_sizes() throws Exception {
    var files = new HostFiles(Hosts.root(Hosts.DEBIAN));
    var disks =
        new DiskReader(
            _ -> {
              throw new IOException("gone");
            },
            Duration.ofSeconds(5));

    var inventory =
        new InventoryReader(files, disks, new NetworkReader(files, List::of), "1.2.3").read();

    assertThat(Shape.of(Inventory.class).write(inventory).get("disks"))
        .isEqualTo(List.of(Map.of("drive", "/", "device", "/dev/vda", "filesystem", "ext4")));
  }

  @Test
  void a_host_without_the_files_says_which_one_is_missing(@TempDir Path empty) {
    assertThatThrownBy(() -> reader(empty, new Space(1, 1, 1)).read())
        .isInstanceOf(OperationFailure.class)
        .hasMessageContaining("/proc/sys/kernel/osrelease");
  }

  @Test
  void this_host_has_a_name_processors_memory_and_a_root() throws Exception {
    var inventory = InventoryReader.of(new HostFiles(Path.of("/")), "1.2.3").read();

    assertThat(inventory.os().build()).contains(".");
    assertThat(inventory.cpu().cores()).isPositive();
    assertThat(inventory.memory().availableGb())
        .isPositive()
        .isLessThanOrEqualTo(inventory.memory().totalGb());
    assertThat(inventory.disks()).extracting(Inventory.Disk::drive).contains("/");
    assertThat(inventory.network().interfaces()).extracting(Interface::name).doesNotContain("lo");
  }

  private static InventoryReader reader(Path root, Space space) {
    var files = new HostFiles(root);
    return new InventoryReader(
        files,
        new DiskReader(_ -> space, Duration.ofSeconds(5)),
        new NetworkReader(files, () -> List.of(ETH0, DOCKER0)),
        "1.2.3");
  }
}
