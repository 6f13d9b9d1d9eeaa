package io.osapi.adapters.os;

import io.osapi.adapters.os.MountTable.Mount;
import io.osapi.domain.operation.SystemOperations.Disk;
import io.osapi.domain.operation.SystemOperations.Disks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks every mounted file system that holds files for its sizes, all at the same time. */
final class DiskReader {
  /** A local file system answers in microseconds, an NFS server in milliseconds. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Bounds the threads that dead file servers can hold; hosts have tens of mounts. */
  static final int MAX_DISKS = 256;

  /**
   * What statvfs(3) says.
   *
   * @param freeBytes including what is kept for root
   * @param availableBytes to users without privileges
   */
  record Space(long totalBytes, long freeBytes, long availableBytes) {}

  /** Acquires a file system's sizes; may hang. */
  @FunctionalInterface
  interface SpaceProbe {
    Space at(String mountPoint) throws IOException;
  }

  /**
   * A file system with its sizes, or with the reason why it told none.
   *
   * @param space empty exactly where there is a fault
   */
  record Reading(Mount mount, Optional<Space> space, Optional<String> fault) {
    static Reading of(Mount mount, Space space) {
      return new Reading(mount, Optional.of(space), Optional.empty());
    }

    static Reading failed(Mount mount, String why) {
      return new Reading(mount, Optional.empty(), Optional.of(why));
    }
  }

  private final SpaceProbe probe;
  private final Duration patience;
  private final BlockingCalls<Space> calls = new BlockingCalls<>("statvfs", MAX_DISKS);

  DiskReader(SpaceProbe probe, Duration patience) {
    this.probe = probe;
    this.patience = patience;
  }

  /** The mount points that gave no sizes are told too, each with the reason. */
  Disks read(String mountInfo) throws OperationFailure, InterruptedException {
    var disks = new ArrayList<Disk>();
    var skipped = new ArrayList<String>();
    for (var reading : readings(mountInfo)) {
      reading.space().map(space -> disk(reading.mount(), space)).ifPresent(disks::add);
      reading.fault().map(why -> reading.mount().point() + ": " + why).ifPresent(skipped::add);
    }
    return new Disks(List.copyOf(disks), List.copyOf(skipped));
  }

  /** Every file system that holds files, by mount point. */
  List<Reading> readings(String mountInfo) throws OperationFailure, InterruptedException {
    var mounts = MountTable.holdingFiles(MountTable.parse(mountInfo));
    var spaces = new LinkedHashMap<Mount, CompletableFuture<Space>>();
    for (var mount : mounts) {
      spaces.put(mount, calls.start(mount.point(), () -> probe.at(mount.point())));
    }
    var readings = new ArrayList<Reading>();
    long deadline = System.nanoTime() + patience.toNanos();
    for (var asked : spaces.entrySet()) {
      readings.add(reading(asked.getKey(), asked.getValue(), deadline));
    }
    return readings;
  }

  private Reading reading(Mount mount, CompletableFuture<Space> space, long deadline)
      throws InterruptedException {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      return Reading.of(mount, space.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException hangs) {
      return Reading.failed(mount, "no answer within " + Durations.text(patience));
    } catch (ExecutionException failed) {
      return Reading.failed(mount, reason(failed.getCause()));
    }
  }

  /** Sizes as df(1) computes them. */
  static Disk disk(Mount mount, Space space) {
    long used = Math.max(0, space.totalBytes() - space.freeBytes());
    long usable = used + space.availableBytes();
    double percent = usable == 0 ? 0 : Math.round(1000.0 * used / usable) / 10.0;
    return new Disk(
        mount.point(),
        mount.device(),
        mount.type(),
        space.totalBytes(),
        used,
        space.availableBytes(),
        percent);
  }

  static Space statvfs(String mountPoint) throws IOException {
    var store = Files.getFileStore(Path.of(mountPoint));
    return new Space(store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace());
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case IOException e -> HostFiles.reason(e);
      // In a locale without that character: services often run in the C locale.
      case InvalidPathException _ -> "its name cannot be expressed in this worker's locale";
      default -> throw new IllegalStateException("a file system could not be asked", failure);
    };
  }
}
