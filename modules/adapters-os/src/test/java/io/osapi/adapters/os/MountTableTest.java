package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.os.MountTable.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {

  @Test
  void a_line_names_point_device_type_number_and_root() throws Exception {
    assertThat(
            MountTable.parse(
                "36 35 98:0 /part /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw\n"))
        .containsExactly(new Mount("/mnt2", "/dev/root", "ext3", "98:0", "/part"));
  }

  @Test
  void a_mount_without_a_device_goes_by_its_type() throws Exception {
    assertThat(MountTable.parse("40 35 0:40 / /data rw - tmpfs  rw\n"))
        .containsExactly(new Mount("/data", "tmpfs", "tmpfs", "0:40", "/"));
  }

  @Test
  void a_line_that_is_cut_off_is_refused_by_name() {
    assertThatThrownBy(() -> MountTable.parse("36 35 98:0 / /mnt rw"))
        .isInstanceOf(OperationFailure.class)
        .hasMessageContaining("/proc/self/mountinfo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          /my\\040data|/my data
          /a\\134b\\043c|/a\\b#c
          /Bücher\\040neu|/Bücher neu
          /B\\303\\274cher|/Bücher
          /tail\\04|/tail\\04
          /plain|/plain
          """)
  void octal_escapes_are_decoded(String written, String meant) {
    assertThat(MountTable.decode(written)).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debian-12-kernel-6.18    | /
          ubuntu-24.04             | /,/boot,/boot/efi,/mnt/backup,/srv/my data
          docker-on-debian-12      | /,/etc/hosts
          opensuse-leap-15.6       | /
          raspberry-pi-os-11-armhf | /,/boot
          """)
  void each_device_that_holds_files_is_there_once(String system, String points) throws Exception {
    var mounts = MountTable.parse(Hosts.read(system, MountTable.PATH));

    assertThat(MountTable.holdingFiles(mounts))
        .extracting(Mount::point)
        .isEqualTo(List.of(points.split(",")));
  }

  @Test
  void of_several_mounts_of_a_device_the_whole_one_is_told() {
    var part = new Mount("/a", "/dev/sdb1", "ext4", "8:17", "/www");
    var whole = new Mount("/srv/data", "/dev/sdb1", "ext4", "8:17", "/");

    assertThat(MountTable.holdingFiles(List.of(part, whole))).containsExactly(whole);
  }

  @Test
  void a_mount_that_is_hidden_by_a_later_one_is_not_there() {
    var hidden = new Mount("/mnt", "/dev/sdb1", "ext4", "8:17", "/");
    var visible = new Mount("/mnt", "/dev/sdc1", "xfs", "8:33", "/");

    assertThat(MountTable.holdingFiles(List.of(hidden, visible))).containsExactly(visible);
  }

  @Test
  void a_diskless_host_has_its_root_in_memory() {
    var root = new Mount("/", "tmpfs", "tmpfs", "0:20", "/");
    var run = new Mount("/run", "tmpfs", "tmpfs", "0:21", "/");

    assertThat(MountTable.holdingFiles(List.of(root, run))).containsExactly(root);
  }
}
