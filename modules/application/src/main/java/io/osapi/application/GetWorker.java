package io.osapi.application;

import io.osapi.application.port.Fleet;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Reads one worker, from the registry and never by asking it. */
public final class GetWorker {
  private final Fleet fleet;
  private final InstantSource clock;

  public GetWorker(Fleet fleet, InstantSource clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * @param hostname any text: what is no host name is nobody's
   * @throws ProblemException {@code WORKER_NOT_FOUND}
   */
  public ListWorkers.Entry get(String hostname) {
    return Optional.of(hostname)
        .filter(HostName::isValid)
        .map(HostName::new)
        .flatMap(fleet::member)
        .map(member -> new ListWorkers.Entry(member, member.liveness(clock.instant())))
        .orElseThrow(
            () -> new ProblemException(Problem.WORKER_NOT_FOUND, Map.of("worker", hostname)));
  }
}
