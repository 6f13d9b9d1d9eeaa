/** What a thread is about. */
module io.opentelemetry.context {
  requires io.opentelemetry.common;
  requires java.logging;

  exports io.opentelemetry.context;
  exports io.opentelemetry.context.internal.shaded;
  exports io.opentelemetry.context.propagation;
}
