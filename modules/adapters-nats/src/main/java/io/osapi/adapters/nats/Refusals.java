package io.osapi.adapters.nats;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Tells a broker that refuses us from one that did so once. For one thread. */
final class Refusals {
  /** By then a broker knows whoever was enrolled just before he came. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private OptionalLong first = OptionalLong.empty();

  Refusals(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Counts one more; true if there was nothing else for longer than {@link #PATIENCE}. */
  boolean last() {
    long now = nanoTime.getAsLong();
    first = OptionalLong.of(first.orElse(now));
    return now - first.getAsLong() > PATIENCE.toNanos();
  }

  /** There was nobody who could have refused us: the next broker may know us. */
  void forget() {
    first = OptionalLong.empty();
  }
}
