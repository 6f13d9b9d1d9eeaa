package io.osapi.domain.telemetry;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Telemetry as it is kept.
 *
 * @param receivedAt by the broker's clock, which all hosts share
 * @param payload what the host sent, plain values
 */
public record TelemetryRecord(TelemetryType type, Instant receivedAt, Map<String, Object> payload) {

  public TelemetryRecord {
    // Not Map.copyOf: JSON has null, and an order that people read.
    payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
  }
}
