package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryFleet;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Liveness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ListWorkersTest {
  private final MovableClock clock = new MovableClock();
  private final MemoryFleet fleet = new MemoryFleet(clock);
  private final ListWorkers listWorkers = new ListWorkers(fleet, clock);

  @Test
  void an_empty_fleet_has_no_workers() {
    assertThat(listWorkers.list()).isEmpty();
  }

  @Test
  void workers_stand_by_name_with_their_liveness_now() {
    beat("c");
    clock.advance(Duration.ofSeconds(30));
    beat("b");
    clock.advance(Duration.ofSeconds(35));
    beat("a");

    assertThat(listWorkers.list())
        .extracting(entry -> entry.member().host().value(), ListWorkers.Entry::liveness)
        .containsExactly(
            tuple("a", Liveness.LIVE), tuple("b", Liveness.LATE), tuple("c", Liveness.GONE));
  }

  @Test
  void a_worker_tells_its_state_and_how_busy_it_is() {
    var me = Samples.worker(new HostName("a"), Labels.NONE, 4);
    new SendHeartbeat(me, fleet).send(Heartbeat.State.DRAINING, 3);

    assertThat(listWorkers.list())
        .extracting(entry -> entry.member().heartbeat())
        .containsExactly(new Heartbeat(me, Heartbeat.State.DRAINING, 3));
  }

  /** With an interval of ten seconds. */
  private void beat(String host) {
    var me = Samples.worker(new HostName(host), Labels.NONE, 1);
    new SendHeartbeat(me, fleet).send(Heartbeat.State.READY, 0);
  }
}
