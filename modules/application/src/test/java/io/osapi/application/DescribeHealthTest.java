package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MemorySystem;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.port.Broker;
import io.osapi.application.port.Fleet;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Liveness;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescribeHealthTest {
  private final MovableClock clock = new MovableClock(Instant.parse("2026-01-31T12:00:00Z"));
  private final MemorySystem system = new MemorySystem(clock);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void when_all_is_there_all_is_told() {
    system.startWorker("web-01", new MemoryRunner());
    var health = system.describeHealth.describe();

    assertThat(health.isDegraded()).isFalse();
    assertThat(health.storeFault()).isEmpty();
    assertThat(health.holdings()).isPresent();
    assertThat(health.jobs().orElseThrow().total()).isZero();
    assertThat(health.workers())
        .contains(Map.of(Liveness.LIVE, 1L, Liveness.LATE, 0L, Liveness.GONE, 0L));
  }

  @Test
  void workers_are_counted_by_what_they_are_now() {
    system.startWorker("web-01", new MemoryRunner());
    system.startWorker("web-02", new MemoryRunner()).stop();
    clock.advance(MemorySystem.HEARTBEAT_INTERVAL.multipliedBy(3));
    system.startWorker("web-03", new MemoryRunner());

    assertThat(system.describeHealth.describe().workers())
        .contains(Map.of(Liveness.LIVE, 1L, Liveness.LATE, 1L, Liveness.GONE, 1L));
  }

  @Test
  void without_the_broker_it_is_degraded_and_says_what_is_still_known() {
    system.startWorker("web-01", new MemoryRunner());
    system.outage.begin();
    var health = system.describeHealth.describe();

    assertThat(health.isDegraded()).isTrue();
    assertThat(health.connection().state()).isInstanceOf(Broker.Down.class);
    assertThat(health.storeFault()).isPresent();
    assertThat(health.holdings()).isEmpty();
    assertThat(health.jobs()).isEmpty();
    assertThat(health.workers()).isPresent();
  }

  @Test
  void when_the_broker_is_back_it_is_well_again_by_itself() {
    system.outage.begin();
    system.outage.end();
    var health = system.describeHealth.describe();

    assertThat(health.isDegraded()).isFalse();
    assertThat(health.connection().reconnects()).isOne();
  }

  @Test
  void a_store_that_does_not_answer_is_enough_to_be_degraded() {
    var describeHealth =
        new DescribeHealth(
            system.broker, () -> Optional.of("no answer"), system.jobs, system.fleet, clock);

    assertThat(describeHealth.describe().isDegraded()).isTrue();
  }

  @Test
  void a_fleet_that_is_not_known_yet_is_left_out() {
    var describeHealth =
        new DescribeHealth(system.broker, system.jobs, system.jobs, new UnknownFleet(), clock);

    assertThat(describeHealth.describe().workers()).isEmpty();
  }

  private static final class UnknownFleet implements Fleet {
    @Override
    public Collection<FleetMember> members() {
      throw new ProblemException(Problem.UNAVAILABLE);
    }

    @Override
    public Optional<FleetMember> member(HostName host) {
      throw new ProblemException(Problem.UNAVAILABLE);
    }
  }
}
