package io.osapi.application.memory;

import io.osapi.application.port.Fleet;
import io.osapi.application.port.Heartbeats;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The registry in memory: every worker that ever sent a heartbeat, with the last of them. */
public final class MemoryFleet implements Fleet, Heartbeats {
  private final InstantSource clock;
  private final Map<HostName, FleetMember> members = new ConcurrentSkipListMap<>();

  public MemoryFleet(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void send(Heartbeat heartbeat) {
    members.put(heartbeat.worker().host(), new FleetMember(heartbeat, clock.instant()));
  }

  @Override
  public void withdraw(HostName host) {
    members.remove(host);
  }

  @Override
  public Collection<FleetMember> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  @Override
  public Optional<FleetMember> member(HostName host) {
    return Optional.ofNullable(members.get(host));
  }
}
