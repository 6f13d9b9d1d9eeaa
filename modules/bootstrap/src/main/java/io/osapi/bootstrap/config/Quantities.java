package io.osapi.bootstrap.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Durations and sizes as people write them: {@code 1h30m}, {@code 1GiB}. Every start reads and
 * writes dozens of them: in plain arithmetic, because regular expressions and {@link
 * java.math.BigDecimal}, which {@link Duration} multiplies and divides with, cost 20 ms to begin.
 */
final class Quantities {
  private static final List<String> DURATION_NAMES = List.of("d", "h", "m", "s", "ms");
  private static final long[] DURATION_MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private static final Map<String, Long> SIZE_UNITS = sizeUnits();

  private Quantities() {}

  /**
   * @throws IllegalArgumentException if it is not a whole number of units, the larger ones first,
   *     or too large for a {@code long} of milliseconds
   */
  static Duration duration(String text) {
    try {
      return Duration.ofMillis(millis(text));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("too large: " + text, tooLarge);
    }
  }

  private static long millis(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("not a duration: " + text);
    }
    long millis = 0;
    int unit = -1;
    for (int at = 0; at < text.length(); ) {
      int digits = endOfDigits(text, at);
      int end = endOfLetters(text, digits);
      int next = DURATION_NAMES.indexOf(text.substring(digits, end));
      if (digits == at || next <= unit) {
        throw new IllegalArgumentException("not a duration: " + text);
      }
      unit = next;
      millis = Math.addExact(millis, product(text.substring(at, digits), DURATION_MILLIS[unit]));
      at = end;
    }
    return millis;
  }

  /** The shortest text for it, down to milliseconds. */
  static String text(Duration duration) {
    var text = new StringBuilder();
    long rest = duration.toMillis();
    for (int unit = 0; unit < DURATION_MILLIS.length; unit++) {
      long count = rest / DURATION_MILLIS[unit];
      // 24h is what people say; days begin where hours no longer make it readable.
      boolean isOneDay = unit == 0 && count == 1;
      if (count > 0 && !isOneDay) {
        text.append(count).append(DURATION_NAMES.get(unit));
        rest %= DURATION_MILLIS[unit];
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }

  /**
   * @throws IllegalArgumentException if it is not a whole number of bytes, or of a known unit, or
   *     too large for a {@code long}
   */
  static long bytes(String text) {
    int digits = endOfDigits(text, 0);
    var name = text.substring(digits);
    var unit = SIZE_UNITS.get(name.startsWith(" ") ? name.substring(1) : name);
    if (digits == 0 || unit == null) {
      throw new IllegalArgumentException("not a size: " + text);
    }
    try {
      return product(text.substring(0, digits), unit);
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

  /** {@code Long.parseLong} refuses what does not fit with an IllegalArgumentException. */
  private static long product(String digits, long unit) {
    return Math.multiplyExact(Long.parseLong(digits), unit);
  }

  private static int endOfDigits(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int endOfLetters(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
      end++;
    }
    return end;
  }
}
