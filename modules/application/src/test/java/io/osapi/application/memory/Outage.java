package io.osapi.application.memory;

import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What cuts in-memory adapters off, as a broker that is down does. Several may share one. */
public final class Outage {
  private final AtomicBoolean on = new AtomicBoolean();
  private final AtomicLong ends = new AtomicLong();

  public void begin() {
    on.set(true);
  }

  public void end() {
    if (on.getAndSet(false)) {
      ends.incrementAndGet();
    }
  }

  public boolean isOn() {
    return on.get();
  }

  /** How often it came to its end. */
  long ends() {
    return ends.get();
  }

  /**
   * @throws ProblemException {@code UNAVAILABLE} while it lasts
   */
  void check() {
    if (isOn()) {
      throw new ProblemException(Problem.UNAVAILABLE, Map.of("store", "memory"));
    }
  }
}
