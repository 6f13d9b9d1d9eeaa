package io.osapi.domain.worker;

import java.time.Duration;
import java.time.Instant;

/**
 * A worker as the registry knows it.
 *
 * @param lastHeartbeat when the registry last heard of it, by the registry's own clock
 */
public record FleetMember(Heartbeat heartbeat, Instant lastHeartbeat) {

  public Worker worker() {
    return heartbeat.worker();
  }

  public HostName host() {
    return worker().host();
  }

  public Liveness liveness(Instant now) {
    if (heartbeat.state() == Heartbeat.State.STOPPED) {
      return Liveness.GONE;
    }
    var silence = Duration.between(lastHeartbeat, now);
    var interval = worker().heartbeatInterval();
    if (silence.compareTo(interval.multipliedBy(5).dividedBy(2)) <= 0) {
      return Liveness.LIVE;
    }
    return silence.compareTo(interval.multipliedBy(6)) <= 0 ? Liveness.LATE : Liveness.GONE;
  }
}
