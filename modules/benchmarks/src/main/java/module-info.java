/**
 * Load programs that measure the product: what it does in what time, and how that compares with
 * what NATS alone can do on the same machine. Nobody depends on it.
 */
module io.osapi.benchmarks {
  // The use cases that are measured.
  requires io.osapi.application;
  // Who answers them, where a few real workers are not enough.
  requires io.osapi.emulator;
  // The ports they are measured over, and the server below.
  requires io.osapi.adapters.nats;
  // The raw limits are measured without any code of ours.
  requires io.nats.jnats;
  // A caller of the packaged API.
  requires java.net.http;
}
