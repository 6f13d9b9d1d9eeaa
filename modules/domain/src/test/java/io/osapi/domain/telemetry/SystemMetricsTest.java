package io.osapi.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.shape.Shape;
import io.osapi.domain.telemetry.HostSample.Cpu;
import io.osapi.domain.telemetry.HostSample.Disk;
import io.osapi.domain.telemetry.HostSample.Memory;
import io.osapi.domain.telemetry.HostSample.Space;
import io.osapi.domain.telemetry.HostSample.Traffic;
import io.osapi.domain.telemetry.SystemMetrics.Earlier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemMetricsTest {
  private static final long GB = 1L << 30;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void a_sample_after_another_is_told_under_the_names_of_the_contract() {
    var metrics =
        SystemMetrics.of(
            sample(new Cpu(130, 1200), new Traffic(3000, 500)),
            earlier(sample(new Cpu(100, 1000), new Traffic(1000, 500))));

    assertThat(Shape.of(SystemMetrics.class).write(metrics))
        .isEqualTo(
            Map.of(
                "cpu_percent",
                15.0,
                "cpu_usage_percent",
                15.0,
                "memory_total_gb",
                4.0,
                "memory_free_gb",
                3.0,
                "memory_used_percent",
                25.0,
                "disks",
                List.of(
                    Map.of(
                        "drive", "/",
                        "device", "/dev/sda1",
                        "free_percent", 33.33,
                        "free_gb", 10.0,
                        "total_gb", 30.0,
                        "read_bytes_per_sec", 200.0,
                        "write_bytes_per_sec", 0.0))));
  }

  @Test
  void the_first_sample_has_no_rates() {
    var metrics =
        SystemMetrics.of(sample(new Cpu(130, 1200), new Traffic(3000, 500)), Optional.empty());

    assertThat(Shape.of(SystemMetrics.class).write(metrics))
        .doesNotContainKeys("cpu_percent", "cpu_usage_percent");
    assertThat(metrics.disks().getFirst().readBytesPerSec()).isEmpty();
    assertThat(metrics.disks().getFirst().writeBytesPerSec()).isEmpty();
  }

  @Test
  void a_device_that_was_plugged_in_again_counts_from_nothing() {
    var metrics =
        SystemMetrics.of(
            sample(new Cpu(130, 1200), new Traffic(500, 700)),
            earlier(sample(new Cpu(100, 1000), new Traffic(1_000_000, 600))));

    assertThat(metrics.disks().getFirst().readBytesPerSec()).hasValue(50.0);
    assertThat(metrics.disks().getFirst().writeBytesPerSec()).hasValue(10.0);
  }

  @Test
  void processors_that_began_anew_are_unknown_until_the_next_sample() {
    var metrics =
        SystemMetrics.of(
            sample(new Cpu(3, 10), new Traffic(0, 0)),
            earlier(sample(new Cpu(100, 1000), new Traffic(0, 0))));

    assertThat(metrics.cpuPercent()).isEmpty();
  }

  @Test
  void waiting_that_the_kernel_takes_back_makes_no_share_beyond_its_range() {
    var more = earlier(sample(new Cpu(100, 1000), new Traffic(0, 0)));

    assertThat(SystemMetrics.of(sample(new Cpu(111, 1010), new Traffic(0, 0)), more).cpuPercent())
        .hasValue(100.0);
    assertThat(SystemMetrics.of(sample(new Cpu(99, 1010), new Traffic(0, 0)), more).cpuPercent())
        .hasValue(0.0);
  }

  @Test
  void a_device_in_the_place_of_another_has_no_rates_yet() {
    var before = sample(new Cpu(1, 2), new Traffic(1000, 1000));
    var now =
        new HostSample(
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Disk(
                    "/", "/dev/sdb1", Optional.empty(), Optional.of(new Traffic(2000, 2000)))));

    assertThat(SystemMetrics.of(now, earlier(before)).disks().getFirst().readBytesPerSec())
        .isEmpty();
  }

  @Test
  void samples_of_the_same_moment_have_no_rates() {
    var sample = sample(new Cpu(1, 2), new Traffic(1000, 1000));
    var metrics = SystemMetrics.of(sample, Optional.of(new Earlier(sample, Duration.ZERO)));

    assertThat(metrics.cpuPercent()).isEmpty();
    assertThat(metrics.disks().getFirst().readBytesPerSec()).isEmpty();
  }

  @Test
  void what_is_not_known_is_left_out_instead_of_nought() {
    var sample =
        new HostSample(
            Optional.empty(),
            Optional.empty(),
            List.of(new Disk("/mnt", "nas:/x", Optional.empty(), Optional.empty())));

    assertThat(Shape.of(SystemMetrics.class).write(SystemMetrics.of(sample, earlier(sample))))
        .isEqualTo(Map.of("disks", List.of(Map.of("drive", "/mnt", "device", "nas:/x"))));
  }

  @Test
  void a_file_system_without_size_has_no_share() {
    var sample =
        new HostSample(
            Optional.empty(),
            Optional.empty(),
            List.of(new Disk("/a", "a", Optional.of(new Space(0, 0)), Optional.empty())));

    assertThat(SystemMetrics.of(sample, Optional.empty()).disks().getFirst().freePercent())
        .isEmpty();
  }

  @Test
  void disks_are_in_the_order_of_their_drives() {
    var sample =
        new HostSample(
            Optional.empty(), Optional.empty(), List.of(empty("/var"), empty("/"), empty("/srv")));

    assertThat(SystemMetrics.of(sample, Optional.empty()).disks())
        .extracting(SystemMetrics.Disk::drive)
        .containsExactly("/", "/srv", "/var");
  }

  private static Disk empty(String drive) {
    return new Disk(drive, "x", Optional.empty(), Optional.empty());
  }

  private static HostSample sample(Cpu cpu, Traffic traffic) {
    return new HostSample(
        Optional.of(cpu),
        Optional.of(new Memory(4 * GB, 3 * GB)),
        List.of(
            new Disk(
                "/", "/dev/sda1", Optional.of(new Space(30 * GB, 10 * GB)), Optional.of(traffic))));
  }

  private static Optional<Earlier> earlier(HostSample sample) {
    return Optional.of(new Earlier(sample, TEN_SECONDS));
  }
}
