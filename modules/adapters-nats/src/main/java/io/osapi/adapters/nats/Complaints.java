package io.osapi.adapters.nats;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says the same thing once a minute, however often it happens: an outage that thousands of calls
 * meet is one event to who reads the log. Thread-safe.
 */
final class Complaints {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Texts of one server's errors; there are a few dozen. */
  private static final int MAX_TEXTS = 100;

  private final LongSupplier nanoTime;
  private final Map<String, Long> saidAt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_TEXTS;
        }
      };

  Complaints(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether it is time to say that, and takes it for said. */
  synchronized boolean isDue(String text) {
    long now = nanoTime.getAsLong();
    var last = saidAt.get(text);
    if (last != null && now - last < INTERVAL.toNanos()) {
      return false;
    }
    saidAt.put(text, now);
    return true;
  }
}
