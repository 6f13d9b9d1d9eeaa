/** What all of its modules share. */
module io.opentelemetry.common {
  requires java.logging;

  exports io.opentelemetry.common;
  exports io.opentelemetry.common.impl;
}
