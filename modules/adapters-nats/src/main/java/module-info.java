/**
 * NATS: the job store, dispatch, work queue and fleet registry on JetStream, and the launcher of a
 * real nats-server.
 */
module io.osapi.adapters.nats {
  // The ports that this adapter supplies.
  requires transitive io.osapi.application;
  // The NATS client.
  requires io.nats.jnats;
  // Records, events and heartbeats travel as JSON.
  requires tools.jackson.databind;

  // For bootstrap, which wires the ports.
  exports io.osapi.adapters.nats;
  exports io.osapi.adapters.nats.server;
}
