package io.osapi.adapters.os;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;

/** Durations as people say them. */
final class Durations {
  private Durations() {}

  /** {@code 1.5 s}: for limits, which are seconds or parts of them. */
  static String text(Duration duration) {
    var seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString() + " s";
  }

  /** {@code 4 days, 1 hour, 2 minutes}: parts that are zero are left out, seconds are not told. */
  static String longText(Duration duration) {
    var parts = new ArrayList<String>();
    addPart(parts, duration.toDaysPart(), "day");
    addPart(parts, duration.toHoursPart(), "hour");
    addPart(parts, duration.toMinutesPart(), "minute");
    return parts.isEmpty() ? "less than a minute" : String.join(", ", parts);
  }

  private static void addPart(ArrayList<String> parts, long count, String unit) {
    if (count > 0) {
      parts.add(count + " " + unit + (count == 1 ? "" : "s"));
    }
  }
}
