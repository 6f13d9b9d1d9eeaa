package io.osapi.adapters.os;

import io.osapi.adapters.os.Exposition.Sample;
import io.osapi.adapters.os.MountTable.Mount;
import io.osapi.domain.telemetry.HostSample;
import io.osapi.domain.telemetry.HostSample.Cpu;
import io.osapi.domain.telemetry.HostSample.Disk;
import io.osapi.domain.telemetry.HostSample.Memory;
import io.osapi.domain.telemetry.HostSample.Space;
import io.osapi.domain.telemetry.HostSample.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host's sample from the metrics that node_exporter has for it. */
final class NodeExporter {
  private static final String CPU = "node_cpu_seconds_total";
  private static final String MEMORY_TOTAL = "node_memory_MemTotal_bytes";
  private static final String MEMORY_AVAILABLE = "node_memory_MemAvailable_bytes";
  private static final String SIZE = "node_filesystem_size_bytes";
  private static final String AVAILABLE = "node_filesystem_avail_bytes";
  private static final String READ = "node_disk_read_bytes_total";
  private static final String WRITTEN = "node_disk_written_bytes_total";
  private static final String MAPPER = "node_disk_device_mapper_info";

  /** All that is looked at; of thousands of samples a few dozen. */
  static final Set<String> NAMES =
      Set.of(CPU, MEMORY_TOTAL, MEMORY_AVAILABLE, SIZE, AVAILABLE, READ, WRITTEN, MAPPER);

  /** Neither is being busy. */
  private static final Set<String> IDLE_MODES = Set.of("idle", "iowait");

  /** Contained in user and nice, as the kernel counts. */
  private static final Set<String> COUNTED_ELSEWHERE = Set.of("guest", "guest_nice");

  private final List<Sample> samples;

  private NodeExporter(List<Sample> samples) {
    this.samples = samples;
  }

  /**
   * @throws OperationFailure if there is nothing of a host in it: it is another program's exporter
   */
  static HostSample sample(List<Sample> samples) throws OperationFailure {
    var exporter = new NodeExporter(samples);
    var sample = new HostSample(exporter.cpu(), exporter.memory(), exporter.disks());
    if (sample.cpu().isEmpty() && sample.memory().isEmpty() && sample.disks().isEmpty()) {
      throw new OperationFailure(
          "exporter-foreign", "the exporter has no metrics of a host, such as " + MEMORY_TOTAL);
    }
    return sample;
  }

  private Optional<Cpu> cpu() {
    double busy = 0;
    double total = 0;
    for (var sample : named(CPU)) {
      var mode = sample.label("mode").orElse("");
      if (!COUNTED_ELSEWHERE.contains(mode)) {
        total += sample.value();
        busy += IDLE_MODES.contains(mode) ? 0 : sample.value();
      }
    }
    return total > 0 ? Optional.of(new Cpu(busy, total)) : Optional.empty();
  }

  private Optional<Memory> memory() {
    return bytes(MEMORY_TOTAL)
        .flatMap(total ->
            bytes(MEMORY_AVAILABLE)
                .map(available -> new Memory(total, Math.min(total, available))));
  }

  private Optional<Long> bytes(String name) {
    return named(name).stream().findFirst().flatMap(NodeExporter::bytes);
  }

  /** Of a file system that cannot be asked, it says nothing or not a number. */
  private static Optional<Long> bytes(Sample sample) {
    return Double.isFinite(sample.value()) && sample.value() >= 0
        ? Optional.of((long) sample.value())
        : Optional.empty();
  }

  /** By the same rules as from the mount table: what holds files, each device once. */
  private List<Disk> disks() {
    var available = byMount(AVAILABLE);
    var sizes = byMount(SIZE);
    var traffic = traffic();
    return MountTable.holdingFiles(List.copyOf(sizes.keySet())).stream()
        .map(mount ->
            new Disk(
                mount.point(),
                mount.device(),
                space(sizes.get(mount), available.get(mount)),
                Optional.ofNullable(traffic.get(mount.device()))))
        .toList();
  }

  private static Optional<Space> space(Sample size, Sample available) {
    return bytes(size)
        .flatMap(total ->
            Optional.ofNullable(available)
                .flatMap(NodeExporter::bytes)
                .map(free -> new Space(total, free)));
  }

  private Map<Mount, Sample> byMount(String name) {
    var byMount = new HashMap<Mount, Sample>();
    for (var sample : named(name)) {
      var device = sample.label("device").orElse("");
      // It does not tell the kernel's numbers; the device's name is as good here.
      byMount.put(
          new Mount(
              sample.label("mountpoint").orElse(""),
              device,
              sample.label("fstype").orElse(""),
              device,
              "/"),
          sample);
    }
    return byMount;
  }

  /** By the path that a mount has; those of logical volumes have a name of their own. */
  private Map<String, Traffic> traffic() {
    var written = new HashMap<String, Double>();
    named(WRITTEN).forEach(each -> written.put(each.label("device").orElse(""), each.value()));
    var byName = new HashMap<String, Traffic>();
    for (var read : named(READ)) {
      var device = read.label("device").orElse("");
      if (written.containsKey(device)) {
        byName.put("/dev/" + device, new Traffic(read.value(), written.get(device)));
      }
    }
    for (var mapped : named(MAPPER)) {
      var traffic = byName.get("/dev/" + mapped.label("device").orElse(""));
      mapped.label("name").ifPresent(name -> byName.put("/dev/mapper/" + name, traffic));
    }
    return byName;
  }

  private List<Sample> named(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }
}
