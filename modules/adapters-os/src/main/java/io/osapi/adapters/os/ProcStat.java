package io.osapi.adapters.os;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What {@code /proc/stat} tells that does not change from moment to moment (proc_stat(5)).
 *
 * @param bootTime in whole seconds
 * @param cpus logical processors that are online: the file has one line for each of them
 */
record ProcStat(Instant bootTime, int cpus) {
  static final String PATH = "/proc/stat";

  private static final Pattern CPU = Pattern.compile("(?m)^cpu\\d+ ");
  private static final Pattern BOOT_TIME = Pattern.compile("(?m)^btime (\\d{1,12})$");

  static ProcStat parse(String text) throws OperationFailure {
    var bootTime = BOOT_TIME.matcher(text);
    if (!bootTime.find()) {
      throw OperationFailure.malformed(PATH, "line 'btime <seconds>'");
    }
    long cpus = CPU.matcher(text).results().count();
    if (cpus == 0) {
      throw OperationFailure.malformed(PATH, "line 'cpu0 …'");
    }
    return new ProcStat(Instant.ofEpochSecond(Long.parseLong(bootTime.group(1))), (int) cpus);
  }
}
