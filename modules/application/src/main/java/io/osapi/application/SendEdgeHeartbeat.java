package io.osapi.application;

import io.osapi.application.port.TelemetryOutlet;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.Sender;
import io.osapi.domain.telemetry.TaskState.Outcome;
import io.osapi.domain.telemetry.TaskState.Published;
import io.osapi.domain.telemetry.TaskState.Unpublished;
import java.time.InstantSource;

/** Says to whoever listens that a host is there; dropped while there is no connection. */
public final class SendEdgeHeartbeat {
  private final Sender sender;
  private final String version;
  private final TelemetryOutlet outlet;
  private final InstantSource clock;

  /**
   * @param version of osapi
   */
  public SendEdgeHeartbeat(
      Sender sender, String version, TelemetryOutlet outlet, InstantSource clock) {
    this.sender = sender;
    this.version = version;
    this.outlet = outlet;
    this.clock = clock;
  }

  public Outcome send() {
    try {
      outlet.beat(sender.heartbeat(clock.instant(), version));
      return new Published();
    } catch (ProblemException outOfReach) {
      return new Unpublished(true, outOfReach.getMessage());
    }
  }
}
