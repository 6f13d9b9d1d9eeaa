package io.osapi.domain.telemetry;

import io.osapi.domain.shape.About;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How a host is doing. What is not known is left out: a zero would be a claim. */
public record SystemMetrics(
    @About("Busy share of all processors since the sample before, 0 to 100")
        Optional<Double> cpuPercent,
    @About("The same by its other name") Optional<Double> cpuUsagePercent,
    @About("Usable memory in GB of 2^30 bytes") Optional<Double> memoryTotalGb,
    @About("What new programs could have without swapping, in GB") Optional<Double> memoryFreeGb,
    @About("Share of the memory that they could not have, 0 to 100")
        Optional<Double> memoryUsedPercent,
    @About("Mounted file systems that hold files, by mount point") List<Disk> disks) {

  private static final double HUNDRED = 100;
  private static final double NANOS_PER_SECOND = 1e9;

  public SystemMetrics {
    disks = List.copyOf(disks);
  }

  public record Disk(
      @About("Mount point") String drive,
      @About("Device, or its name where it has no path") String device,
      @About("Share that users without privileges can still have, 0 to 100")
          Optional<Double> freePercent,
      @About("The same in GB of 2^30 bytes") Optional<Double> freeGb,
      @About("Size in GB") Optional<Double> totalGb,
      @About("Bytes read from the device in a second, on average since the sample before")
          Optional<Double> readBytesPerSec,
      @About("Bytes written to it, likewise") Optional<Double> writeBytesPerSec) {}

  /** A sample, and how long ago it was taken by a clock that nobody sets. */
  public record Earlier(HostSample sample, Duration ago) {}

  /** Sizes from the sample, rates from it and the one before: none where there is none. */
  public static SystemMetrics of(HostSample now, Optional<Earlier> earlier) {
    var cpu = earlier.flatMap(before -> cpuPercent(before.sample(), now));
    return new SystemMetrics(
        cpu,
        cpu,
        now.memory().map(memory -> Gigabytes.of(memory.totalBytes())),
        now.memory().map(memory -> Gigabytes.of(memory.availableBytes())),
        now.memory().flatMap(SystemMetrics::usedPercent),
        now.disks().stream()
            .sorted(Comparator.comparing(HostSample.Disk::drive))
            .map(disk -> disk(disk, earlier))
            .toList());
  }

  /** Nothing where no time has passed, or the counters began anew meanwhile. */
  private static Optional<Double> cpuPercent(HostSample before, HostSample now) {
    if (before.cpu().isEmpty() || now.cpu().isEmpty()) {
      return Optional.empty();
    }
    double total = now.cpu().get().total() - before.cpu().get().total();
    double busy = now.cpu().get().busy() - before.cpu().get().busy();
    // The kernel takes some waiting time back now and then, which is no new beginning.
    return total > 0
        ? Optional.of(Decimals.two(Math.clamp(HUNDRED * busy / total, 0, HUNDRED)))
        : Optional.empty();
  }

  private static Optional<Double> usedPercent(HostSample.Memory memory) {
    return percent(memory.totalBytes() - memory.availableBytes(), memory.totalBytes());
  }

  private static Optional<Double> percent(long part, long whole) {
    return whole > 0 ? Optional.of(Decimals.two(HUNDRED * part / whole)) : Optional.empty();
  }

  private static Disk disk(HostSample.Disk disk, Optional<Earlier> earlier) {
    return new Disk(
        disk.drive(),
        disk.device(),
        disk.space().flatMap(space -> percent(space.availableBytes(), space.totalBytes())),
        disk.space().map(space -> Gigabytes.of(space.availableBytes())),
        disk.space().map(space -> Gigabytes.of(space.totalBytes())),
        rate(disk, earlier, HostSample.Traffic::readBytes),
        rate(disk, earlier, HostSample.Traffic::writtenBytes));
  }

  private static Optional<Double> rate(
      HostSample.Disk disk,
      Optional<Earlier> earlier,
      ToDoubleFunction<HostSample.Traffic> counter) {
    var ago = earlier.map(Earlier::ago).filter(Duration::isPositive);
    var before = earlier.flatMap(each -> same(disk, each.sample())).flatMap(each -> each.traffic());
    if (ago.isEmpty() || before.isEmpty() || disk.traffic().isEmpty()) {
      return Optional.empty();
    }
    double increase =
        increase(counter.applyAsDouble(before.get()), counter.applyAsDouble(disk.traffic().get()));
    return Optional.of(Decimals.two(increase * NANOS_PER_SECOND / ago.get().toNanos()));
  }

  private static Optional<HostSample.Disk> same(HostSample.Disk disk, HostSample sample) {
    return sample.disks().stream()
        .filter(each -> each.drive().equals(disk.drive()) && each.device().equals(disk.device()))
        .findFirst();
  }

  /** A counter that is lower than before began anew at 0: the device was plugged in again. */
  private static double increase(double before, double now) {
    return now >= before ? now - before : now;
  }
}
