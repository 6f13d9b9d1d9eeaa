package io.osapi.application.port;

import io.osapi.domain.operation.AgentOperations.Nats;

/** How a worker's connection to NATS is, for its own health. */
@FunctionalInterface
public interface EdgeConnection {
  Nats state();
}
