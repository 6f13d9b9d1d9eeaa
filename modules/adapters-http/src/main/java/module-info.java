/**
 * The REST API on Helidon SE: routes, tokens, limits, problems; HTTP and JSON end here.
 *
 * <p>Knows the use cases and the domain's values, and no other adapter.
 */
module io.osapi.adapters.http {
  // The door takes use cases and the catalogue.
  requires transitive io.osapi.application;
  // The server; its HTTP types (methods, headers, statuses) come with it.
  requires io.helidon.webserver;
  requires io.helidon.http;
  // Told that there is nothing for it to find, and how headers are read.
  requires io.helidon.common.mapper;
  requires io.helidon.service.registry;
  // What its connections are when the server stops: tasks that may be interrupted.
  requires io.helidon.common.task;
  // Reads and signs tokens; claims are jakarta.json values.
  requires io.helidon.security.jwt;
  requires jakarta.json;
  // JSON text, in both directions.
  requires tools.jackson.core;
  // The document of the API as YAML.
  requires tools.jackson.dataformat.yaml;
  // Counts and times, their text formats, and those of the JVM, which it reads by management beans.
  requires io.prometheus.metrics.core;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires io.prometheus.metrics.instrumentation.jvm;
  requires java.management;
  requires jdk.management;

  // The door.
  exports io.osapi.adapters.http;
  // 'osapi token' makes and checks the tokens that the server accepts.
  exports io.osapi.adapters.http.token;
  // Jobs are counted where bootstrap has them dispatched.
  exports io.osapi.adapters.http.metrics;
}
