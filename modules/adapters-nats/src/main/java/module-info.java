/** NATS: the nats-server launcher, and what talks to it. */
module io.osapi.adapters.nats {
  // The role that starts the broker.
  exports io.osapi.adapters.nats.server;
}
