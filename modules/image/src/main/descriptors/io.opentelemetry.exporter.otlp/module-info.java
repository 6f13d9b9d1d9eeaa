/** Sends them to a collector. Its providers for a configuration by environment are for a module that we do not have. */
module io.opentelemetry.exporter.otlp {
  requires io.opentelemetry.common;
  requires io.opentelemetry.exporter.internal.otlp;
  requires java.logging;

  exports io.opentelemetry.exporter.otlp.http.trace;
}
