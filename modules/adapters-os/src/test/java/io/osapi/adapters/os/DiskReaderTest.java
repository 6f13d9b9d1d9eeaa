package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.os.DiskReader.Space;
import io.osapi.domain.operation.SystemOperations.Disk;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DiskReaderTest {
  private static final String TWO_MOUNTS =
      """
      30 1 8:1 / / rw - ext4 /dev/sda1 rw
      31 30 0:52 / /mnt/nas rw - nfs4 nas:/export rw
      """;
  private static final Space HALF_FULL = new Space(1000, 500, 450);

  @Test
  void sizes_are_those_of_df() throws Exception {
    var reader = new DiskReader(_ -> HALF_FULL, Duration.ofSeconds(5));

    // 500 of the 950 that users without privileges can have.
    assertThat(reader.read("30 1 8:1 / / rw - ext4 /dev/sda1 rw\n").disks())
        .containsExactly(new Disk("/", "/dev/sda1", "ext4", 1000, 500, 450, 52.6));
  }

  @Test
  void a_file_system_without_size_is_empty() throws Exception {
    var reader = new DiskReader(_ -> new Space(0, 0, 0), Duration.ofSeconds(5));

    assertThat(reader.read("30 1 8:1 / / rw - ext4 /dev/sda1 rw\n").disks())
        .extracting(Disk::usedPercent)
        .containsExactly(0.0);
  }

  @Test
  void a_mount_that_may_not_be_read_is_skipped_with_the_reason() throws Exception {
    var reader =
        new DiskReader(
            point -> {
              if (point.equals("/mnt/nas")) {
                throw new AccessDeniedException(point);
              }
              return HALF_FULL;
            },
            Duration.ofSeconds(5));

    var found = reader.read(TWO_MOUNTS);

    assertThat(found.disks()).extracting(Disk::mount).containsExactly("/");
    assertThat(found.skipped())
        .containsExactly("/mnt/nas: permission denied for this worker's user");
  }

  @Test
  void a_name_that_the_locale_lacks_is_skipped() throws Exception {
    var reader = new DiskReader(_ -> statOf("\0"), Duration.ofSeconds(5));

    assertThat(reader.read("30 1 8:1 / / rw - ext4 /dev/sda1 rw\n").skipped())
        .containsExactly("/: its name cannot be expressed in this worker's locale");
  }

  @Test
  void a_hanging_file_server_costs_one_thread_and_does_not_hold_the_others_up() throws Exception {
    var asked = new AtomicInteger();
    var serverIsBack = new CountDownLatch(1);
    var reader =
        new DiskReader(
            point -> {
              if (point.equals("/mnt/nas")) {
                asked.incrementAndGet();
                awaitUninterruptibly(serverIsBack);
              }
              return HALF_FULL;
            },
            Duration.ofMillis(50));

    for (int i = 0; i < 3; i++) {
      var found = reader.read(TWO_MOUNTS);
      assertThat(found.disks()).extracting(Disk::mount).containsExactly("/");
      assertThat(found.skipped()).containsExactly("/mnt/nas: no answer within 0.05 s");
    }

    assertThat(asked).hasValue(1);
    serverIsBack.countDown();
  }

  private static Space statOf(String point) {
    throw new java.nio.file.InvalidPathException(
        Path.of("/").toString() + point, "no such character");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
