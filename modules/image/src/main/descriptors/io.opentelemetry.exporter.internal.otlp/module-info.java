/** Spans as messages of OTLP. */
module io.opentelemetry.exporter.internal.otlp {
  requires transitive io.opentelemetry.exporter.internal;
  requires transitive io.opentelemetry.sdk.logs;
  requires transitive io.opentelemetry.sdk.metrics;
  requires transitive io.opentelemetry.sdk.trace;

  exports io.opentelemetry.exporter.internal.otlp.logs;
  exports io.opentelemetry.exporter.internal.otlp.metrics;
  exports io.opentelemetry.exporter.internal.otlp.traces;
}
