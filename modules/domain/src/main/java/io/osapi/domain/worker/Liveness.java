package io.osapi.domain.worker;

import java.util.Locale;

/** Whether a worker is there, judged by the age of its last heartbeat. */
public enum Liveness {
  /** Heard from within 2.5 heartbeat intervals: one beat may be lost, a second one be slow. */
  LIVE,
  /** Heard from within 6 intervals; not given new work, not yet given up. */
  LATE,
  /** Silent for longer, or it said goodbye. */
  GONE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
