package io.osapi.domain.telemetry;

import java.util.Locale;
import java.util.Optional;

/** What an edge worker does by itself, again and again. */
public enum EdgeTask {
  HEARTBEAT(Optional.empty()),
  SYSTEM_METRICS(Optional.of(TelemetryType.SYSTEM)),
  SERVICE_CHECK(Optional.of(TelemetryType.SERVICE)),
  INVENTORY(Optional.of(TelemetryType.INVENTORY));

  private final Optional<TelemetryType> collects;

  EdgeTask(Optional<TelemetryType> collects) {
    this.collects = collects;
  }

  /** What it collects; empty for the one that only says that the worker is there. */
  public Optional<TelemetryType> collects() {
    return collects;
  }

  /** As the configuration has it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
