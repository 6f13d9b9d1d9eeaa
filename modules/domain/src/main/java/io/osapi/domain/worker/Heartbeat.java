package io.osapi.domain.worker;

import java.util.Locale;

/** What a worker says at every interval: who it is and how busy. */
public record Heartbeat(Worker worker, State state, int runningJobs) {

  /** READY takes jobs, DRAINING finishes those it has, STOPPED said goodbye. */
  public enum State {
    READY,
    DRAINING,
    STOPPED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
