/**
 * The program: configuration, logging and the assembly of the roles. The only module that sees all
 * the others; nobody sees it.
 */
module io.osapi.bootstrap {
  // Ports that this module supplies itself (ids), and the use cases that the roles assemble.
  requires io.osapi.application;
  // What the roles are assembled from.
  requires io.osapi.adapters.cli;
  requires io.osapi.adapters.nats;
  requires io.osapi.adapters.os;

  // The API, and emulated workers: the image for workers leaves them out.
  requires static io.osapi.adapters.http;
  requires static io.osapi.emulator;

  // Log events of our own System.Logger and of libraries arrive there.
  requires java.logging;

  // What a worker measures of itself, and the JDK's small server that tells it.
  requires io.prometheus.metrics.core;
  requires io.prometheus.metrics.model;
  requires io.prometheus.writer.text;
  requires io.prometheus.metrics.instrumentation.jvm;
  requires jdk.httpserver;

  // Reads the configuration file, event by event so that each fault has its line.
  requires org.snakeyaml.engine;

  // Traces; loaded only where they are recorded.
  requires io.opentelemetry.api;
  requires io.opentelemetry.common;
  requires io.opentelemetry.context;
  requires io.opentelemetry.sdk.common;
  requires io.opentelemetry.sdk.trace;
  requires io.opentelemetry.exporter.otlp;

  // Who carries them to a collector.
  uses io.opentelemetry.sdk.common.export.HttpSenderProvider;

  // The log manager is made by name, by java.logging, before anything else may log.
  exports io.osapi.bootstrap.logging to
      java.logging;
}
