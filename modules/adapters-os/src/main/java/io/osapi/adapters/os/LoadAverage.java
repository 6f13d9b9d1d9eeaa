package io.osapi.adapters.os;

import java.util.regex.Pattern;

/** The three load averages at the beginning of {@code /proc/loadavg} (proc_loadavg(5)). */
record LoadAverage(double over1m, double over5m, double over15m) {
  static final String PATH = "/proc/loadavg";

  private static final Pattern AVERAGES =
      Pattern.compile("^(\\d+\\.\\d+) (\\d+\\.\\d+) (\\d+\\.\\d+)\\s");

  static LoadAverage parse(String text) throws OperationFailure {
    var averages = AVERAGES.matcher(text);
    if (!averages.find()) {
      throw OperationFailure.malformed(PATH, "three load averages");
    }
    return new LoadAverage(
        Double.parseDouble(averages.group(1)),
        Double.parseDouble(averages.group(2)),
        Double.parseDouble(averages.group(3)));
  }
}
