package io.osapi.domain.telemetry;

import java.time.Duration;
import java.util.Optional;

/**
 * When something is done again and again, so that a fleet that began at once does not go on at
 * once. Chance comes in as a number from 0 to 1, exclusive.
 *
 * @param interval between two runs, on average
 * @param firstWithin the first is done at some time within it
 */
public record Schedule(Duration interval, Duration firstWithin) {
  /** A run may come by this part of the interval earlier or later. */
  public static final double JITTER = 0.1;

  /**
   * What is due more rarely and could not be published is done again by then: a host whose
   * inventory was due in an outage would else have none for a day.
   */
  public static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);

  /** 10 s times 2^5 is beyond the longest. */
  private static final int MAX_DOUBLINGS = 5;

  /** A task that has not succeeded in so many of its intervals is stale. */
  private static final double STALE_INTERVALS = 2.5;

  public Duration first(double chance) {
    return times(firstWithin, chance);
  }

  /** Anywhere in an interval: from here on the runs of a fleet are spread over all of it. */
  public Duration second(double chance) {
    return times(interval, chance);
  }

  public Duration next(double chance) {
    return times(interval, 1 - JITTER + 2 * JITTER * chance);
  }

  /** After a failure; empty where the next run comes soon enough. */
  public Optional<Duration> retry(double chance) {
    return interval.compareTo(LONGEST_RETRY) > 0
        ? Optional.of(times(LONGEST_RETRY, (1 + chance) / 2))
        : Optional.empty();
  }

  /**
   * After a failure before anything was published: at its first start the broker may not have its
   * streams yet. Doubles from ten seconds on, so that one that never has them is not pestered.
   *
   * @param failures so far, 1 or more
   */
  public Duration firstRetry(int failures, double chance) {
    long doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    var growing = FIRST_RETRY.multipliedBy(1L << doublings);
    var longest = interval.compareTo(LONGEST_RETRY) < 0 ? interval : LONGEST_RETRY;
    return times(growing.compareTo(longest) < 0 ? growing : longest, (1 + chance) / 2);
  }

  /** How long its last success may be ago. */
  public Duration patience() {
    return times(interval, STALE_INTERVALS).plus(firstWithin);
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
