package io.osapi.application.memory;

import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What cuts in-memory adapters off, as a broker that is down does. Several may share one. */
public final class Outage {
  private final AtomicBoolean on = new AtomicBoolean();

  public void begin() {
    on.set(true);
  }

  public void end() {
    on.set(false);
  }

  public boolean isOn() {
    return on.get();
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
