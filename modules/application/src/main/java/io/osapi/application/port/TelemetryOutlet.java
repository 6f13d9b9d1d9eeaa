package io.osapi.application.port;

import io.osapi.domain.telemetry.TelemetryType;
import java.util.Map;

/** Takes a host's telemetry to the broker. Keeps nothing: what it does not take is dropped. */
public interface TelemetryOutlet {

  /** Whether there is a connection now. */
  boolean isReachable();

  /**
   * When it returns, the broker has stored it.
   *
   * @throws io.osapi.domain.problem.ProblemException {@code UNAVAILABLE}, {@code QUEUE_FULL}, or
   *     {@code BODY_TOO_LARGE} for the broker
   */
  void publish(TelemetryType type, Map<String, ?> payload);

  /**
   * Says that the host is there, to whoever listens now.
   *
   * @throws io.osapi.domain.problem.ProblemException {@code UNAVAILABLE}
   */
  void beat(Map<String, ?> payload);
}
