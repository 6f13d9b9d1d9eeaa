package io.osapi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What a process uses, from proc(5). */
final class Footprint {
  private static final long BYTES_PER_KIB = 1_024;

  /** USER_HZ: the unit of times in proc(5) is 1/100 s on every Linux that Java runs on. */
  private static final long TICKS_PER_SECOND = 100;

  private Footprint() {}

  /** A process of this host. */
  record Process(ProcessHandle handle) {

    static Process own() {
      return new Process(ProcessHandle.current());
    }

    String name() {
      return read("comm").strip();
    }

    /** Resident memory now. */
    long residentBytes() {
      return kib("status", "VmRSS:") * BYTES_PER_KIB;
    }

    /** Resident memory, where what is shared with other processes counts by its share. */
    long proportionalBytes() {
      return kib("smaps_rollup", "Pss:") * BYTES_PER_KIB;
    }

    /** {@link #residentBytes} for people. */
    String memory() {
      return megabytes(residentBytes());
    }

    /** Processor time so far: the 14th and 15th field of {@code stat}. */
    Duration processorTime() {
      return ticks(11, 12);
    }

    /** Processor time of its children that have ended: the 16th and 17th. */
    Duration endedChildrenTime() {
      return ticks(13, 14);
    }

    /** The sum of two fields, counted from the one behind the name, which may hold blanks. */
    private Duration ticks(int one, int other) {
      var stat = read("stat");
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = Long.parseLong(fields[one]) + Long.parseLong(fields[other]);
      return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }

    private long kib(String file, String key) {
      return read(file)
          .lines()
          .filter(line -> line.startsWith(key))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + key + " for " + handle.pid()));
    }

    private String read(String file) {
      try {
        return Files.readString(Path.of("/proc", Long.toString(handle.pid()), file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static String megabytes(long bytes) {
    return bytes / (1 << 20) + " MiB";
  }
}
