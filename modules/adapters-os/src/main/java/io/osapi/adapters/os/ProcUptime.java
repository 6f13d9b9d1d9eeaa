package io.osapi.adapters.os;

import java.time.Duration;
import java.util.regex.Pattern;

/** Time since boot. Linux: first field of {@code /proc/uptime}, in seconds (proc_uptime(5)). */
final class ProcUptime {
  static final String PATH = "/proc/uptime";

  private static final Pattern FIRST_FIELD = Pattern.compile("^(\\d{1,12})\\.\\d+\\s");

  private ProcUptime() {}

  /** In whole seconds. */
  static Duration parse(String text) throws OperationFailure {
    var seconds = FIRST_FIELD.matcher(text);
    if (!seconds.find()) {
      throw OperationFailure.malformed(PATH, "first field in seconds");
    }
    return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
  }
}
