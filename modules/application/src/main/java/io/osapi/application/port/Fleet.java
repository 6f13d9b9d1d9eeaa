package io.osapi.application.port;

import io.osapi.domain.worker.FleetMember;
import java.util.List;

/** Knows every worker that was heard of within the registry's memory. */
public interface Fleet {

  /** By host name. Answered from memory, as of the last heartbeat that arrived. */
  List<FleetMember> members();
}
