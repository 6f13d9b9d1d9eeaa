package io.osapi.application;

import io.osapi.application.port.Fleet;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.Liveness;
import java.time.InstantSource;
import java.util.List;

/** Lists the fleet, from the registry and never by asking the workers. */
public final class ListWorkers {
  private final Fleet fleet;
  private final InstantSource clock;

  public ListWorkers(Fleet fleet, InstantSource clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /** A member and whether it is there now. */
  public record Entry(FleetMember member, Liveness liveness) {}

  /** All known workers by host name, the gone ones included. */
  public List<Entry> list() {
    var now = clock.instant();
    return fleet.members().stream().map(member -> new Entry(member, member.liveness(now))).toList();
  }
}
