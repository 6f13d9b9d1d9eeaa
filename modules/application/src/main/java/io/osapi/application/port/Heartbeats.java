package io.osapi.application.port;

import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;

/** Tells the fleet's registry that a worker is there. */
public interface Heartbeats {
  void send(Heartbeat heartbeat);

  /**
   * Has the registry forget a worker that will not come back, and with it what waits for that
   * worker. One that may come back says {@link Heartbeat.State#STOPPED} instead.
   */
  void withdraw(HostName host);
}
