package io.osapi.application.port;

import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.HostName;
import java.util.Collection;
import java.util.Optional;

/** Knows every worker that was heard of within the registry's memory. */
public interface Fleet {

  /**
   * By host name. Answered from memory, as of the last heartbeat that arrived; not copied, so that
   * who needs a few of many pays for those only, and may see what arrives meanwhile.
   */
  Collection<FleetMember> members();

  /** As {@link #members()}, whatever the size of the fleet. */
  Optional<FleetMember> member(HostName host);
}
