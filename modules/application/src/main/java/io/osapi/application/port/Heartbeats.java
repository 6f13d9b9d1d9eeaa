package io.osapi.application.port;

import io.osapi.domain.worker.Heartbeat;

/** Tells the fleet's registry that a worker is there. */
public interface Heartbeats {
  void send(Heartbeat heartbeat);
}
