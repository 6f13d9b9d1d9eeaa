/** The NATS client. */
module io.nats.jnats {
  requires java.logging;

  exports io.nats.client;
  exports io.nats.service;
  exports io.nats.client.api;
  exports io.nats.client.impl;
  exports io.nats.client.support;
}
