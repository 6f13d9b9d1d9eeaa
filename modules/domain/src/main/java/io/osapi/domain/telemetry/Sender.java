package io.osapi.domain.telemetry;

import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who tells, and the members with which each of its payloads begins.
 *
 * @param location where the host stands, for people; may be empty
 */
public record Sender(DeviceId id, String location) {
  /** What a host says that is there. */
  private static final String ONLINE = "online";

  public Map<String, Object> report(Instant at, Map<String, ?> members) {
    var payload = payload(at, "success");
    payload.putAll(members);
    return payload;
  }

  /**
   * @param why it could not be collected, for people
   */
  public Map<String, Object> failure(Instant at, String why) {
    var payload = payload(at, "error");
    payload.put("error", why);
    return payload;
  }

  public Map<String, Object> heartbeat(Instant at, String version) {
    var payload = payload(at, ONLINE);
    payload.put("version", version);
    return payload;
  }

  private Map<String, Object> payload(Instant at, String status) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("device_id", id.value());
    // The same by the names that older consumers look for.
    payload.put("code", id.value());
    payload.put("location", location);
    payload.put("timestamp", at.truncatedTo(ChronoUnit.SECONDS).toString());
    payload.put("ts", at.toEpochMilli());
    payload.put("status", status);
    return payload;
  }
}
