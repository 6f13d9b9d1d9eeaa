package io.osapi.adapters.nats;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts: each twice as long as the one before, from the first to the last, with
 * jitter over the upper half so that a fleet does not ask at once.
 */
record Growth(Duration first, Duration last) {
  /** More would overflow, and is past any wait that anybody wants. */
  private static final int MAX_DOUBLINGS = 30;

  /**
   * @param attempt the one that failed: 1 or more
   */
  Duration after(long attempt) {
    long doublings = Math.clamp(attempt - 1, 0, MAX_DOUBLINGS);
    long longest = Math.min(first.toMillis() << doublings, last.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }
}
