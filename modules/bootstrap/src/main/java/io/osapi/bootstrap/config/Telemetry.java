package io.osapi.bootstrap.config;

import io.osapi.bootstrap.logging.LogFormat;
import io.osapi.bootstrap.logging.LogLevel;
import java.net.URI;
import java.util.Optional;

/** What the process tells of itself: logs and traces. */
public record Telemetry(Logging logging, Tracing tracing) {

  public record Logging(LogFormat format, LogLevel level) {}

  /**
   * @param otlpEndpoint present where traces are recorded for {@link Exporter#OTLP}
   */
  public record Tracing(boolean enabled, Exporter exporter, Optional<URI> otlpEndpoint) {}

  /** Where traces go. */
  public enum Exporter {
    STDOUT,
    OTLP
  }
}
