package io.osapi.application;

import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.TelemetrySource;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.Sender;
import io.osapi.domain.telemetry.TaskState.Failed;
import io.osapi.domain.telemetry.TaskState.Outcome;
import io.osapi.domain.telemetry.TaskState.Published;
import io.osapi.domain.telemetry.TaskState.Unpublished;
import io.osapi.domain.telemetry.TelemetryType;
import java.time.InstantSource;
import java.util.Map;

/** Collects one kind of telemetry and publishes it, or the reason why there is none. */
public final class CollectTelemetry {
  private final Sender sender;
  private final TelemetrySource source;
  private final TelemetryOutlet outlet;
  private final InstantSource clock;

  public CollectTelemetry(
      Sender sender, TelemetrySource source, TelemetryOutlet outlet, InstantSource clock) {
    this.sender = sender;
    this.source = source;
    this.outlet = outlet;
    this.clock = clock;
  }

  /**
   * Never kept for later: the next collection says more than an old one, and a fleet that sent all
   * it had kept would meet a broker that has just come back at its busiest.
   */
  public Outcome collect(TelemetryType type) throws InterruptedException {
    return switch (source.read(type)) {
      case TelemetrySource.Taken(var members) ->
          publish(type, sender.report(clock.instant(), members), new Published());
      case TelemetrySource.Refused(var why) ->
          publish(type, sender.failure(clock.instant(), why), new Failed(why));
    };
  }

  private Outcome publish(TelemetryType type, Map<String, Object> payload, Outcome published) {
    try {
      outlet.publish(type, payload);
      return published;
    } catch (ProblemException refused) {
      return new Unpublished(published instanceof Published, refused.getMessage());
    }
  }
}
