package io.osapi.adapters.os;

import static io.osapi.domain.operation.SystemOperations.DISK_GET;
import static io.osapi.domain.operation.SystemOperations.HOSTNAME_GET;
import static io.osapi.domain.operation.SystemOperations.LOAD_GET;
import static io.osapi.domain.operation.SystemOperations.MEMORY_GET;
import static io.osapi.domain.operation.SystemOperations.OS_GET;
import static io.osapi.domain.operation.SystemOperations.STATUS_GET;
import static io.osapi.domain.operation.SystemOperations.UPTIME_GET;

import io.osapi.domain.operation.SystemOperations.Disks;
import io.osapi.domain.operation.SystemOperations.Hostname;
import io.osapi.domain.operation.SystemOperations.Load;
import io.osapi.domain.operation.SystemOperations.Memory;
import io.osapi.domain.operation.SystemOperations.Os;
import io.osapi.domain.operation.SystemOperations.Status;
import io.osapi.domain.operation.SystemOperations.Uptime;
import io.osapi.domain.worker.Labels;

/**
 * The system family on Linux: all of it from {@code /proc} and os-release, none of it needs root.
 */
final class SystemProvider {
  private final HostFiles files;
  private final Labels labels;
  private final FullName fullName;
  private final DiskReader diskReader;

  SystemProvider(HostFiles files, Labels labels, FullName fullName, DiskReader diskReader) {
    this.files = files;
    this.labels = labels;
    this.fullName = fullName;
    this.diskReader = diskReader;
  }

  static SystemProvider of(HostFiles files, Labels labels) {
    return new SystemProvider(
        files,
        labels,
        new FullName(FullName::ofSystem, FullName.PATIENCE),
        new DiskReader(DiskReader::statvfs, DiskReader.PATIENCE));
  }

  void register(Handlers handlers) {
    handlers.on(HOSTNAME_GET, _ -> hostname());
    handlers.on(STATUS_GET, _ -> status());
    handlers.on(UPTIME_GET, _ -> uptime());
    handlers.on(OS_GET, _ -> os());
    handlers.on(DISK_GET, _ -> disks());
    handlers.on(MEMORY_GET, _ -> memory());
    handlers.on(LOAD_GET, _ -> load());
  }

  private Hostname hostname() throws OperationFailure, InterruptedException {
    var name = kernelName();
    return new Hostname(name, fullName.of(name), labels.values());
  }

  private Uptime uptime() throws OperationFailure {
    var sinceBoot = ProcUptime.parse(files.read(ProcUptime.PATH));
    var bootTime = ProcStat.parse(files.read(ProcStat.PATH)).bootTime();
    return new Uptime(sinceBoot.toSeconds(), Durations.longText(sinceBoot), bootTime);
  }

  private Os os() throws OperationFailure {
    var release = OsRelease.parse(OsRelease.text(files));
    return new Os(
        release.name(),
        release.version(),
        files.read("/proc/sys/kernel/osrelease").strip(),
        System.getProperty("os.arch"),
        onlineCpus());
  }

  private Load load() throws OperationFailure {
    var averages = LoadAverage.parse(files.read(LoadAverage.PATH));
    return new Load(averages.over1m(), averages.over5m(), averages.over15m(), onlineCpus());
  }

  private Memory memory() throws OperationFailure {
    return MemInfo.parse(files.read(MemInfo.PATH));
  }

  private Disks disks() throws OperationFailure, InterruptedException {
    return diskReader.read(files.read(MountTable.PATH));
  }

  private Status status() throws OperationFailure, InterruptedException {
    var disks = disks();
    return new Status(
        kernelName(), uptime(), os(), load(), memory(), disks.disks(), disks.skipped());
  }

  private String kernelName() throws OperationFailure {
    return files.read("/proc/sys/kernel/hostname").strip();
  }

  private int onlineCpus() throws OperationFailure {
    return ProcStat.parse(files.read(ProcStat.PATH)).cpus();
  }
}
