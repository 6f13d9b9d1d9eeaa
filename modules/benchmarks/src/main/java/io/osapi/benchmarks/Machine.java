package io.osapi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and how a run took place. */
final class Machine {
  private Machine() {}

  static String describe(String[] arguments) throws IOException {
    return "%s: %d processors (%s), %s %s, Java %s; load average at the start %s. Again: `%s`"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            // proc_loadavg(5): three averages come first.
            Files.readString(Path.of("/proc/loadavg")).replaceAll("^(\\S+ \\S+ \\S+)[^$]*", "$1"),
            ("./dev bench " + String.join(" ", arguments)).strip());
  }
}
