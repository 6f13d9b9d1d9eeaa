package io.osapi.domain.telemetry;

import java.util.Locale;

/** The kinds of telemetry; each is a subject of its own. */
public enum TelemetryType {
  /** Processor, memory and disks: changes from minute to minute. */
  SYSTEM,
  /** The states of the services that are watched. */
  SERVICE,
  /** What the host is made of. */
  INVENTORY;

  /** As subjects and answers have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
