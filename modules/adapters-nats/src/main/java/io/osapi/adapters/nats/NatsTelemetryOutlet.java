package io.osapi.adapters.nats;

import io.nats.client.JetStreamOptions;
import io.nats.client.PublishOptions;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.util.Map;

/** Publishes what one device tells. */
final class NatsTelemetryOutlet implements TelemetryOutlet {
  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  private final Link link;
  private final AgentSubjects subjects;
  private final DeviceId me;
  private final PublishOptions kept;

  NatsTelemetryOutlet(Link link, Nats.Layout.Agents layout, DeviceId me) {
    this.link = link;
    this.subjects = layout.subjects();
    this.me = me;
    this.kept = PublishOptions.builder().expectedStream(layout.telemetry().name()).build();
  }

  @Override
  public boolean isReachable() {
    return link.isConnected();
  }

  @Override
  public void publish(TelemetryType type, Map<String, ?> payload) {
    var bytes = fitting(payload);
    Calls.call(
        () -> link.live().jetStream(OPTIONS).publish(subjects.telemetry(me, type), bytes, kept));
  }

  @Override
  public void beat(Map<String, ?> payload) {
    var bytes = fitting(payload);
    Calls.call(() -> {
      link.live().publish(subjects.heartbeatOf(me.value()), bytes);
      return null;
    });
  }

  /** The client would throw what no caller expects. */
  private byte[] fitting(Map<String, ?> payload) {
    var bytes = Json.write(payload);
    long most = link.live().getMaxPayload();
    if (most > 0 && bytes.length > most) {
      throw new ProblemException(
          Problem.BODY_TOO_LARGE,
          Map.of("bytes", String.valueOf(bytes.length), "limit", String.valueOf(most)));
    }
    return bytes;
  }
}
