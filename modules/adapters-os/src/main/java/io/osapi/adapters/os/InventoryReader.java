package io.osapi.adapters.os;

import io.osapi.domain.operation.Inventory;
import io.osapi.domain.operation.Inventory.Agent;
import io.osapi.domain.operation.Inventory.Cpu;
import io.osapi.domain.operation.Inventory.Disk;
import io.osapi.domain.operation.Inventory.Memory;
import io.osapi.domain.operation.Inventory.Os;
import io.osapi.domain.telemetry.Gigabytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads what this host is made of, from {@code /proc}, os-release and the file systems. */
final class InventoryReader {
  private final HostFiles files;
  private final DiskReader diskReader;
  private final NetworkReader networkReader;
  private final String version;

  /**
   * @param version of osapi
   */
  InventoryReader(
      HostFiles files, DiskReader diskReader, NetworkReader networkReader, String version) {
    this.files = files;
    this.diskReader = diskReader;
    this.networkReader = networkReader;
    this.version = version;
  }

  static InventoryReader of(HostFiles files, String version) {
    return new InventoryReader(
        files,
        new DiskReader(DiskReader::statvfs, DiskReader.PATIENCE),
        new NetworkReader(files, NetworkReader::ofSystem),
        version);
  }

  /**
   * @throws OperationFailure if a file is missing or does not hold what its manual says
   */
  Inventory read() throws IOException, InterruptedException {
    return new Inventory(new Agent(version), os(), cpu(), memory(), disks(), networkReader.read());
  }

  Os os() throws OperationFailure {
    var release = OsRelease.parse(OsRelease.text(files));
    return new Os(
        "linux/" + System.getProperty("os.arch"),
        release.name(),
        release.version(),
        files.read("/proc/sys/kernel/osrelease").strip());
  }

  private Cpu cpu() throws OperationFailure {
    var model =
        files.exists(CpuInfo.PATH)
            ? CpuInfo.model(files.read(CpuInfo.PATH))
            : Optional.<String>empty();
    return new Cpu(ProcStat.parse(files.read(ProcStat.PATH)).cpus(), model);
  }

  private Memory memory() throws OperationFailure {
    var memory = MemInfo.parse(files.read(MemInfo.PATH));
    return new Memory(Gigabytes.of(memory.totalBytes()), Gigabytes.of(memory.availableBytes()));
  }

  private List<Disk> disks() throws OperationFailure, InterruptedException {
    return diskReader.readings(files.read(MountTable.PATH)).stream()
        .map(InventoryReader::disk)
        .toList();
  }

  private static Disk disk(DiskReader.Reading reading) {
    var mount = reading.mount();
    return new Disk(
        mount.point(),
        mount.device(),
        mount.type(),
        reading.space().map(space -> Gigabytes.of(space.totalBytes())),
        reading.space().map(space -> Gigabytes.of(space.availableBytes())));
  }
}
