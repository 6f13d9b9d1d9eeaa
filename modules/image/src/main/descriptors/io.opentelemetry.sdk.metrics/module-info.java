/** Not used by us; the exporter counts with it. */
module io.opentelemetry.sdk.metrics {
  requires transitive io.opentelemetry.sdk.common;
  requires java.logging;

  exports io.opentelemetry.sdk.metrics;
  exports io.opentelemetry.sdk.metrics.data;
  exports io.opentelemetry.sdk.metrics.export;
  exports io.opentelemetry.sdk.metrics.internal.aggregator;
}
