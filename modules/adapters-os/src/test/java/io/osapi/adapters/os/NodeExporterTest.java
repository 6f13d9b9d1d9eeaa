package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osapi.domain.telemetry.HostSample;
import io.osapi.domain.telemetry.HostSample.Disk;
import io.osapi.domain.telemetry.HostSample.Memory;
import io.osapi.domain.telemetry.HostSample.Space;
import io.osapi.domain.telemetry.HostSample.Traffic;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeExporterTest {
  private static final String CAPTURED = "exporter/node_exporter-1.5.0-debian-12.txt";

  @Test
  void a_captured_answer_tells_memory_processors_and_disks() throws Exception {
    var sample = sample(Captured.read(CAPTURED));

    assertThat(sample.memory()).hasValue(new Memory(25_276_510_208L, 24_093_913_088L));
    assertThat(sample.disks())
        .containsExactly(
            new Disk(
                "/",
                "/dev/vda",
                Optional.of(new Space(270_553_174_016L, 84_483_735_552L)),
                Optional.of(new Traffic(25_696_482_304d, 24_347_054_080d))));
    // Seconds of two processors: neither idle nor iowait is busy.
    assertThat(sample.cpu().orElseThrow().busy()).isCloseTo(30_794.83, within(0.01));
    assertThat(sample.cpu().orElseThrow().total()).isCloseTo(46_421.15, within(0.01));
  }

  @Test
  void what_holds_no_files_is_left_out() throws Exception {
    var text =
        """
        node_filesystem_size_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 1000
        node_filesystem_size_bytes{device="/dev/loop0",fstype="squashfs",mountpoint="/snap/a"} 1000
        node_filesystem_size_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/srv"} 1000
        node_filesystem_avail_bytes{device="/dev/sdb1",fstype="xfs",mountpoint="/srv"} 400
        """;

    assertThat(sample(text).disks())
        .containsExactly(
            new Disk("/srv", "/dev/sdb1", Optional.of(new Space(1000, 400)), Optional.empty()));
  }

  @Test
  void a_logical_volume_is_found_by_the_name_it_is_mounted_by() throws Exception {
    var text =
        """
        node_disk_device_mapper_info{device="dm-0",name="vg-root",uuid="LVM-1"} 1
        node_disk_read_bytes_total{device="dm-0"} 10
        node_disk_written_bytes_total{device="dm-0"} 20
        node_filesystem_size_bytes{device="/dev/mapper/vg-root",fstype="ext4",mountpoint="/"} 1000
        """;

    assertThat(sample(text).disks())
        .containsExactly(
            new Disk(
                "/", "/dev/mapper/vg-root", Optional.empty(), Optional.of(new Traffic(10, 20))));
  }

  @Test
  void a_file_system_that_is_not_a_number_has_no_size() throws Exception {
    var text =
        """
        node_filesystem_size_bytes{device="nas:/x",fstype="nfs4",mountpoint="/mnt"} NaN
        node_filesystem_avail_bytes{device="nas:/x",fstype="nfs4",mountpoint="/mnt"} NaN
        """;

    assertThat(sample(text).disks())
        .containsExactly(new Disk("/mnt", "nas:/x", Optional.empty(), Optional.empty()));
  }

  @Test
  void memory_whose_available_part_is_not_told_is_unknown() throws Exception {
    var text = "node_memory_MemTotal_bytes 1000\nnode_cpu_seconds_total{mode=\"user\"} 1\n";

    assertThat(sample(text).memory()).isEmpty();
  }

  @Test
  void another_programs_exporter_is_refused() {
    assertThatThrownBy(() -> sample("process_cpu_seconds_total 1\n"))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("the exporter has no metrics of a host, such as node_memory_MemTotal_bytes");
  }

  private static HostSample sample(String text) throws IOException {
    return NodeExporter.sample(
        Exposition.parse(new StringReader(text), NodeExporter.NAMES::contains));
  }
}
