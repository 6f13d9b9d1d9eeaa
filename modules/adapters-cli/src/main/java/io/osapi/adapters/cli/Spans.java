package io.osapi.adapters.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 30s}, {@code 1h30m}, {@code 7d}, {@code PT30S}. */
final class Spans {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9}(?:\\.\\d{1,3})?)s)?"
              + "(?:(\\d{1,12})ms)?");

  private Spans() {}

  /** Empty for any other text. */
  static Optional<Duration> parse(String text) {
    var matcher = GRAMMAR.matcher(text);
    if (!text.isEmpty() && matcher.matches()) {
      return Optional.of(
          Duration.ofDays(number(matcher.group(1)))
              .plusHours(number(matcher.group(2)))
              .plusMinutes(number(matcher.group(3)))
              .plus(Duration.parse("PT" + orZero(matcher.group(4)) + "S"))
              .plusMillis(number(matcher.group(5))));
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException neither) {
      return Optional.empty();
    }
  }

  /** 350ms, 1.2s, 4m10s, 2h5m, 3d4h: two units at most. */
  static String text(Duration span) {
    if (span.isZero()) {
      return "0s";
    } else if (span.toSeconds() < 1) {
      return span.toMillis() + "ms";
    } else if (span.toMinutes() < 1) {
      int tenths = span.toMillisPart() / 100;
      return span.toSeconds() + (tenths == 0 ? "" : "." + tenths) + "s";
    } else if (span.toHours() < 1) {
      return two(span.toMinutes(), "m", span.toSecondsPart(), "s");
    } else if (span.toDays() < 1) {
      return two(span.toHours(), "h", span.toMinutesPart(), "m");
    }
    return two(span.toDays(), "d", span.toHoursPart(), "h");
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return large + largeUnit + (small == 0 ? "" : small + smallUnit);
  }

  private static long number(String digits) {
    return Long.parseLong(orZero(digits));
  }

  private static String orZero(String digits) {
    return digits == null ? "0" : digits;
  }
}
