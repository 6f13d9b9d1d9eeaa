/**
 * Use cases, one class with one public method each, and the ports they need of the world.
 *
 * <p>Knows the domain and nothing else: what touches NATS, HTTP, files or processes is behind a
 * port.
 */
module io.osapi.application {
  // Use cases take and return the domain's values.
  requires transitive io.osapi.domain;

  exports io.osapi.application;
  exports io.osapi.application.port;
  // Adapters feed these views from their stores.
  exports io.osapi.application.projection;
  // Whoever has a clock and threads runs an edge worker's tasks by these.
  exports io.osapi.application.telemetry;
}
