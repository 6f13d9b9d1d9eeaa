/**
 * NATS: the job store, dispatch, work queue and fleet registry on JetStream, and the launcher of a
 * real nats-server.
 */
module io.osapi.adapters.nats {
  // The ports that this adapter supplies.
  requires transitive io.osapi.application;
  // The NATS client.
  requires io.nats.jnats;
  // Records, events and heartbeats travel as JSON; of it, only the streams of tokens.
  requires com.google.gson;

  // For bootstrap, which wires the ports.
  exports io.osapi.adapters.nats;
  // Who may do what, which bootstrap hands from the one above to the server.
  exports io.osapi.adapters.nats.access;
  // For the commands that enrol workers, and for roles that look for their own identity.
  exports io.osapi.adapters.nats.enrolment;
  exports io.osapi.adapters.nats.server;
}
