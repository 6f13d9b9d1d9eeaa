package io.osapi.bootstrap.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 1h30m}, {@code 1GiB}. */
final class Quantities {
  private static final Pattern DURATION =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Duration[] DURATION_UNITS = {
    Duration.ofDays(1),
    Duration.ofHours(1),
    Duration.ofMinutes(1),
    Duration.ofSeconds(1),
    Duration.ofMillis(1)
  };
  private static final String[] DURATION_NAMES = {"d", "h", "m", "s", "ms"};

  private static final Pattern SIZE = Pattern.compile("(\\d+) ?([A-Za-z]*)");
  private static final Map<String, Long> SIZE_UNITS = sizeUnits();

  private Quantities() {}

  /**
   * @throws IllegalArgumentException if it is not a whole number of units, the larger ones first,
   *     or too large for a {@link Duration}
   */
  static Duration duration(String text) {
    var matcher = DURATION.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    var sum = Duration.ZERO;
    try {
      for (int unit = 0; unit < DURATION_UNITS.length; unit++) {
        sum = sum.plus(DURATION_UNITS[unit].multipliedBy(count(matcher, unit + 1)));
      }
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("too large: " + text, tooLarge);
    }
    return sum;
  }

  /** The shortest text for it, down to milliseconds. */
  static String text(Duration duration) {
    var text = new StringBuilder();
    var rest = duration;
    for (int unit = 0; unit < DURATION_UNITS.length; unit++) {
      long count = rest.dividedBy(DURATION_UNITS[unit]);
      rest = rest.minus(DURATION_UNITS[unit].multipliedBy(count));
      // 24h is what people say; days begin where hours no longer make it readable.
      if (unit == 0 && count == 1) {
        rest = duration;
      } else if (count > 0) {
        text.append(count).append(DURATION_NAMES[unit]);
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }

  /**
   * @throws IllegalArgumentException if it is not a whole number of bytes, or of a known unit, or
   *     too large for a {@code long}
   */
  static long bytes(String text) {
    var matcher = SIZE.matcher(text);
    if (!matcher.matches() || !SIZE_UNITS.containsKey(matcher.group(2))) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    var unit = BigInteger.valueOf(SIZE_UNITS.get(matcher.group(2)));
    try {
      return new BigInteger(matcher.group(1)).multiply(unit).longValueExact();
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("too large: " + text, tooLarge);
    }
  }

  /** In the largest binary unit that it is a whole number of. */
  static String bytesText(long bytes) {
    var best = Map.entry("", 1L);
    for (var unit : SIZE_UNITS.entrySet()) {
      boolean binary = unit.getKey().endsWith("iB");
      if (binary && bytes != 0 && bytes % unit.getValue() == 0) {
        best = Map.entry(unit.getKey(), unit.getValue());
      }
    }
    return bytes / best.getValue() + best.getKey();
  }

  private static Map<String, Long> sizeUnits() {
    var units = new LinkedHashMap<String, Long>();
    units.put("", 1L);
    units.put("B", 1L);
    long decimal = 1;
    long binary = 1;
    for (var prefix : new String[] {"K", "M", "G", "T"}) {
      decimal *= 1000;
      binary *= 1024;
      units.put(prefix + "B", decimal);
      units.put(prefix + "iB", binary);
    }
    units.put("kB", 1000L);
    return units;
  }

  private static long count(Matcher matcher, int group) {
    var digits = matcher.group(group);
    // Long.parseLong refuses what does not fit with an IllegalArgumentException.
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
