package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.operation.SystemOperations.Memory;
import org.junit.jupiter.api.Test;

class MemInfoTest {
  private static final long KB = 1024;

  @Test
  void used_is_what_is_not_available() throws Exception {
    var memory =
        MemInfo.parse(
            """
            MemTotal:       1000 kB
            MemFree:         200 kB
            MemAvailable:    600 kB
            Buffers:          50 kB
            Cached:          300 kB
            SwapCached:       10 kB
            SwapTotal:       500 kB
            SwapFree:        400 kB
            """);

    assertThat(memory)
        .isEqualTo(
            new Memory(1000 * KB, 400 * KB, 600 * KB, 200 * KB, 300 * KB, 500 * KB, 100 * KB));
  }

  @Test
  void a_kernel_that_does_not_estimate_has_free_buffers_and_cached_available() throws Exception {
    var memory = MemInfo.parse(Hosts.read("centos-6-kernel-2.6.32", MemInfo.PATH));

    assertThat(memory.availableBytes()).isEqualTo((112_636 + 60_108 + 620_108) * KB);
    assertThat(memory.usedBytes()).isEqualTo(1_020_184 * KB - memory.availableBytes());
    assertThat(memory.swapUsedBytes()).isEqualTo((2_064_376 - 2_063_940) * KB);
  }

  @Test
  void a_captured_file_is_read() throws Exception {
    var memory = MemInfo.parse(Hosts.read(Hosts.DEBIAN, MemInfo.PATH));

    assertThat(memory.totalBytes()).isEqualTo(24_684_092 * KB);
    assertThat(memory.swapTotalBytes()).isZero();
  }

  @Test
  void more_available_than_there_is_counts_as_all_of_it() throws Exception {
    var memory =
        MemInfo.parse(
            """
            MemTotal:       1000 kB
            MemFree:         900 kB
            MemAvailable:   1200 kB
            Cached:            0 kB
            """);

    assertThat(memory.availableBytes()).isEqualTo(1000 * KB);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void a_file_without_the_total_is_refused_by_name() {
    assertThatThrownBy(() -> MemInfo.parse("MemFree: 900 kB\n"))
        .isInstanceOf(OperationFailure.class)
        .hasMessage("/proc/meminfo has no line 'MemTotal: <size> kB'");
  }
}
