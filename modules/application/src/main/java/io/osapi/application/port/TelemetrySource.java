package io.osapi.application.port;

import io.osapi.domain.telemetry.TelemetryType;
import java.util.Map;

/** Collects telemetry from the host. One collection of each type at a time. */
public interface TelemetrySource {

  /**
   * @throws InterruptedException if it was stopped
   */
  Reading read(TelemetryType type) throws InterruptedException;

  /** What came of it. */
  sealed interface Reading {}

  /**
   * @param members plain values
   */
  record Taken(Map<String, Object> members) implements Reading {}

  /**
   * @param why for people
   */
  record Refused(String why) implements Reading {}
}
