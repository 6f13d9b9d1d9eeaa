package io.osapi.bootstrap.role;

import java.time.Duration;

/** Whether a loop still turns, by its own word. One thread ticks, any may look. */
final class Ticks {
  private final Duration patience;
  private volatile long latestNanos = System.nanoTime();

  private Ticks(Duration patience) {
    this.patience = patience;
  }

  /**
   * Counts from now.
   *
   * @param patience the longest that a turn takes
   */
  static Ticks from(Duration patience) {
    return new Ticks(patience);
  }

  void tick() {
    latestNanos = System.nanoTime();
  }

  boolean haveStopped() {
    return System.nanoTime() - latestNanos > patience.toNanos();
  }
}
