package io.osapi.adapters.nats;

import java.time.Duration;

/** Tells when it is time to say the same thing again. */
final class Reminder {
  private final long intervalNanos;
  private long saidAt;
  private boolean said;

  Reminder(Duration interval) {
    this.intervalNanos = interval.toNanos();
  }

  boolean isDue() {
    long now = System.nanoTime();
    if (said && now - saidAt < intervalNanos) {
      return false;
    }
    said = true;
    saidAt = now;
    return true;
  }
}
