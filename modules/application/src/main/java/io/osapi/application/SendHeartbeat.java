package io.osapi.application;

import io.osapi.application.port.Heartbeats;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.Worker;

/** Says that this worker is there, and how busy. */
public final class SendHeartbeat {
  private final Worker me;
  private final Heartbeats heartbeats;

  public SendHeartbeat(Worker me, Heartbeats heartbeats) {
    this.me = me;
    this.heartbeats = heartbeats;
  }

  public void send(Heartbeat.State state, int runningJobs) {
    heartbeats.send(new Heartbeat(me, state, runningJobs));
  }
}
