package io.osapi.adapters.os;

import io.osapi.adapters.os.MountTable.Mount;
import io.osapi.domain.telemetry.HostSample.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What was read from and written to each device since boot: {@code /proc/diskstats}. */
final class DiskStats {
  static final String PATH = "/proc/diskstats";

  /** Whatever the device's own are (proc_diskstats(5)). */
  private static final double SECTOR_BYTES = 512;

  /** Major and minor number, name; reads, merged, sectors, ms; writes, merged, sectors. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^ *(\\d+) +(\\d+) (\\S+) \\d+ \\d+ (\\d{1,18}) \\d+ \\d+ \\d+ (\\d{1,18})\\b");

  private final Map<String, Traffic> byNumber = new HashMap<>();
  private final Map<String, Traffic> byName = new HashMap<>();

  private DiskStats() {}

  static DiskStats parse(String text) {
    var stats = new DiskStats();
    LINE.matcher(text)
        .results()
        .forEach(line -> {
          var traffic =
              new Traffic(
                  Long.parseLong(line.group(4)) * SECTOR_BYTES,
                  Long.parseLong(line.group(5)) * SECTOR_BYTES);
          stats.byNumber.put(line.group(1) + ":" + line.group(2), traffic);
          stats.byName.put(line.group(3), traffic);
        });
    return stats;
  }

  /** By number, or else by name: btrfs gives each volume a number that no device has. */
  Optional<Traffic> of(Mount mount) {
    var name = mount.device().replaceFirst("^/dev/", "");
    return Optional.ofNullable(byNumber.get(mount.number()))
        .or(() -> Optional.ofNullable(byName.get(name)));
  }
}
