package io.osapi.application;

import io.osapi.application.port.Broker;
import io.osapi.application.port.Fleet;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.StoreProbe;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Liveness;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells how this process and what it depends on are, as far as that is known. */
public final class DescribeHealth {
  private final Broker broker;
  private final StoreProbe probe;
  private final JobIndex index;
  private final Fleet fleet;
  private final InstantSource clock;

  public DescribeHealth(
      Broker broker, StoreProbe probe, JobIndex index, Fleet fleet, InstantSource clock) {
    this.broker = broker;
    this.probe = probe;
    this.index = index;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * @param storeFault why the job store does not answer, in words for an operator
   * @param holdings what the broker keeps
   * @param jobs how many there are
   * @param workers how many there are of each liveness, every one of them
   */
  public record Health(
      Broker.Connection connection,
      Optional<String> storeFault,
      Optional<Broker.Holdings> holdings,
      Optional<JobIndex.Counts> jobs,
      Optional<Map<Liveness, Long>> workers) {

    /** Whether a part that requests need is missing. */
    public boolean isDegraded() {
      return connection.state() instanceof Broker.Down || storeFault.isPresent();
    }
  }

  /** Never fails: what cannot be had is left out. Takes a second for each part that hangs. */
  public Health describe() {
    var storeFault = probe.fault();
    return new Health(
        broker.connection(),
        storeFault,
        broker.holdings(),
        // While the store is away nobody knows what happens to its jobs.
        storeFault.isEmpty() ? had(index::counts) : Optional.empty(),
        had(this::workers));
  }

  private Map<Liveness, Long> workers() {
    var now = clock.instant();
    var counts = new EnumMap<Liveness, Long>(Liveness.class);
    for (var liveness : Liveness.values()) {
      counts.put(liveness, 0L);
    }
    fleet.members().forEach(member -> counts.merge(member.liveness(now), 1L, Long::sum));
    return counts;
  }

  private static <T> Optional<T> had(Supplier<T> figures) {
    try {
      return Optional.of(figures.get());
    } catch (ProblemException refused) {
      if (refused.problem() != Problem.UNAVAILABLE) {
        throw refused;
      }
      return Optional.empty();
    }
  }
}
