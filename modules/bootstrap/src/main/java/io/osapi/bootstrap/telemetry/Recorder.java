package io.osapi.bootstrap.telemetry;

import io.osapi.application.port.Tracing;
import java.util.Optional;

/** What becomes of activities. */
interface Recorder extends AutoCloseable {

  /**
   * @param parent of the activity's own process, or from another; empty where a trace begins
   */
  Recording begin(Tracing.Activity activity, Optional<Tracing.Position> parent);

  /** Sends what it holds, within {@link Traces#FLUSH_TIME}. */
  @Override
  void close();

  /** One activity, until it ends. */
  interface Recording extends Tracing.Running {
    Tracing.Position here();

    void end();

    @Override
    default Optional<Tracing.Position> position() {
      return Optional.of(here());
    }
  }
}
