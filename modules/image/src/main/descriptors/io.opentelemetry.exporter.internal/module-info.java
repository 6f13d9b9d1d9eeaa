/** What exporters share; writes strings with sun.misc.Unsafe where it may. */
module io.opentelemetry.exporter.internal {
  requires io.opentelemetry.common;
  requires transitive io.opentelemetry.sdk.common;
  requires transitive io.opentelemetry.sdk.metrics;
  requires java.logging;
  requires jdk.unsupported;

  exports io.opentelemetry.exporter.internal;
  exports io.opentelemetry.exporter.internal.grpc;
  exports io.opentelemetry.exporter.internal.marshal;
  exports io.opentelemetry.exporter.internal.metrics;
}
