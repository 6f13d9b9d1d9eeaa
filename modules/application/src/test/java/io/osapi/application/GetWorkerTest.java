package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryFleet;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Liveness;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GetWorkerTest {
  private final MovableClock clock = new MovableClock();
  private final MemoryFleet fleet = new MemoryFleet(clock);
  private final GetWorker getWorker = new GetWorker(fleet, clock);

  @Test
  void it_is_the_one_of_that_name_with_its_liveness_now() {
    beat("web-01");
    beat("web-02");
    clock.advance(Duration.ofSeconds(35));

    var entry = getWorker.get("web-02");
    assertThat(entry.member().host()).isEqualTo(new HostName("web-02"));
    assertThat(entry.liveness()).isEqualTo(Liveness.LATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-02", "", "_any", "web 01", "../web-01"})
  void nobody_of_another_name_is_there(String hostname) {
    beat("web-01");

    assertThatThrownBy(() -> getWorker.get(hostname))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.WORKER_NOT_FOUND));
  }

  /** With an interval of ten seconds. */
  private void beat(String host) {
    var me = Samples.worker(new HostName(host), Labels.NONE, 1);
    new SendHeartbeat(me, fleet).send(Heartbeat.State.READY, 0);
  }
}
