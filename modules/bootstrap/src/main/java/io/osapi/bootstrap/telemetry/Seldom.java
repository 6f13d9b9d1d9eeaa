package io.osapi.bootstrap.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What is said again and again is said once a minute at most. */
final class Seldom {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

  /** True for the first to ask in a minute. */
  boolean isTime() {
    long now = System.nanoTime();
    long next = nextNanos.get();
    return now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL.toNanos());
  }
}
