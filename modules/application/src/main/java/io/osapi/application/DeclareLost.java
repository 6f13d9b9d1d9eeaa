package io.osapi.application;

import io.osapi.application.port.Fleet;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Liveness;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Declares a worker's part of a job lost when the worker is gone while it runs it, so that nobody
 * waits for the timeout. Should it come back and answer, the answer counts.
 *
 * <p>Not for jobs that any worker may run: those are given to another.
 */
public final class DeclareLost {
  private final JobIndex index;
  private final Fleet fleet;
  private final JobStore store;
  private final InstantSource clock;

  public DeclareLost(JobIndex index, Fleet fleet, JobStore store, InstantSource clock) {
    this.index = index;
    this.fleet = fleet;
    this.store = store;
    this.clock = clock;
  }

  /** Looks once; to be called every few seconds. Several processes that look say the same. */
  public void declare() {
    var now = clock.instant();
    var gone = gone(now);
    if (gone.isEmpty()) {
      return;
    }
    for (var record : index.active()) {
      if (!record.job().expected().isEmpty()) {
        declare(record, gone, now);
      }
    }
  }

  private void declare(JobRecord record, Map<HostName, FleetMember> gone, Instant now) {
    record
        .timeline()
        .outcomes(record.job(), now)
        .forEach((host, outcome) -> {
          if (outcome.status() == WorkerStatus.PROCESSING && gone.containsKey(host)) {
            // At the last heartbeat: whichever process says it, it is the same event.
            var at = gone.get(host).lastHeartbeat();
            store.append(record.job().id(), new TimelineEvent.Lost(host, at));
          }
        });
  }

  private Map<HostName, FleetMember> gone(Instant now) {
    return fleet.members().stream()
        .filter(member -> member.liveness(now) == Liveness.GONE)
        .collect(Collectors.toMap(FleetMember::host, member -> member));
  }
}
