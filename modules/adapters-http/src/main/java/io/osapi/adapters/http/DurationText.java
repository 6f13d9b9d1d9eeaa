package io.osapi.adapters.http;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads durations as people write them, {@code 1h30m}, and as ISO-8601 does, {@code PT1H30M}. */
final class DurationText {
  /** Days to milliseconds, each at most once; nine digits cannot overflow a duration. */
  private static final Pattern SHORT =
      Pattern.compile(
          "(?=.)(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private static final List<TimeUnit> UNITS =
      List.of(
          TimeUnit.DAYS, TimeUnit.HOURS, TimeUnit.MINUTES, TimeUnit.SECONDS, TimeUnit.MILLISECONDS);

  private DurationText() {}

  /**
   * @param pointer where the text stands in what the caller sent
   * @throws ProblemException if it is no duration
   */
  static Duration parse(String text, String pointer) {
    var matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      var sum = Duration.ZERO;
      for (int i = 0; i < UNITS.size(); i++) {
        var amount = Optional.ofNullable(matcher.group(i + 1)).map(Long::parseLong).orElse(0L);
        sum = sum.plus(amount, UNITS.get(i).toChronoUnit());
      }
      return sum;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeException notOne) {
      throw ProblemException.invalid(
          Violation.badFormat(pointer, "must be a duration such as 30s, 1h30m or PT30S"));
    }
  }
}
