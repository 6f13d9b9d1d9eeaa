package io.osapi.adapters.os;

import io.osapi.domain.telemetry.HostSample;
import io.osapi.domain.telemetry.HostSample.Disk;
import io.osapi.domain.telemetry.HostSample.Memory;
import io.osapi.domain.telemetry.HostSample.Space;
import java.io.IOException;
import java.util.Optional;

/** Reads {@code /proc} and asks the file systems: a few files, no child process. */
final class ProcSource implements SampleSource {
  private final HostFiles files;
  private final DiskReader diskReader;

  ProcSource(HostFiles files, DiskReader diskReader) {
    this.files = files;
    this.diskReader = diskReader;
  }

  @Override
  public HostSample sample() throws IOException, InterruptedException {
    var cpu = CpuTicks.parse(files.read(ProcStat.PATH));
    var memory = MemInfo.parse(files.read(MemInfo.PATH));
    // Containers may lack it.
    var traffic = DiskStats.parse(files.exists(DiskStats.PATH) ? files.read(DiskStats.PATH) : "");
    var disks =
        diskReader.readings(files.read(MountTable.PATH)).stream()
            .map(reading -> disk(reading, traffic))
            .toList();
    return new HostSample(
        Optional.of(cpu),
        Optional.of(new Memory(memory.totalBytes(), memory.availableBytes())),
        disks);
  }

  private static Disk disk(DiskReader.Reading reading, DiskStats traffic) {
    return new Disk(
        reading.mount().point(),
        reading.mount().device(),
        reading.space().map(space -> new Space(space.totalBytes(), space.availableBytes())),
        traffic.of(reading.mount()));
  }
}
