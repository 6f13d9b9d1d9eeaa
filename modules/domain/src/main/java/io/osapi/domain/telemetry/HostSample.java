package io.osapi.domain.telemetry;

import java.util.List;
import java.util.Optional;

/**
 * A host's counters and sizes at one moment, whoever read them. What is not known is empty.
 *
 * @param disks mounted file systems that hold files, each device once
 */
public record HostSample(Optional<Cpu> cpu, Optional<Memory> memory, List<Disk> disks) {

  public HostSample {
    disks = List.copyOf(disks);
  }

  /**
   * Time since boot of all processors together; in any unit, the same for both.
   *
   * @param busy neither idle nor waiting for a disk
   * @param total all of it
   */
  public record Cpu(double busy, double total) {}

  /**
   * @param availableBytes what new programs could have without swapping
   */
  public record Memory(long totalBytes, long availableBytes) {}

  /**
   * @param drive mount point
   * @param device or its name where it has no path
   */
  public record Disk(
      String drive, String device, Optional<Space> space, Optional<Traffic> traffic) {}

  /**
   * @param availableBytes to users without privileges
   */
  public record Space(long totalBytes, long availableBytes) {}

  /** Bytes since boot, or since the device was plugged in. */
  public record Traffic(double readBytes, double writtenBytes) {}
}
