/** Not used by us; the exporter has a part for it. */
module io.opentelemetry.sdk.logs {
  requires transitive io.opentelemetry.sdk.common;
  requires java.logging;

  exports io.opentelemetry.sdk.logs.data;
  exports io.opentelemetry.sdk.logs.export;
}
