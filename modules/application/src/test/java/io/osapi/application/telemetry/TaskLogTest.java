package io.osapi.application.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.Schedule;
import io.osapi.domain.telemetry.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskLogTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private final TaskLog log =
      new TaskLog(
          Map.of(
              EdgeTask.HEARTBEAT,
              new Schedule(Duration.ofMinutes(1), Duration.ZERO),
              EdgeTask.SYSTEM_METRICS,
              new Schedule(Duration.ofMinutes(5), Duration.ZERO)),
          START);

  @Test
  void a_worker_that_has_just_begun_is_well() {
    assertThat(log.complaints(START.plusSeconds(60))).isEmpty();
    assertThat(log.enabled()).containsExactly(EdgeTask.HEARTBEAT, EdgeTask.SYSTEM_METRICS);
    assertThat(log.state(EdgeTask.INVENTORY)).isEqualTo(TaskState.NONE);
  }

  @Test
  void a_task_that_publishes_nothing_is_complained_of_until_it_does() {
    log.ended(
        EdgeTask.HEARTBEAT, new TaskState.Unpublished(true, "no broker"), START.plusSeconds(10));
    var later = START.plusSeconds(151);

    assertThat(log.complaints(later))
        .containsExactly("heartbeat: nothing published since the start (no broker)");
    log.ended(EdgeTask.HEARTBEAT, new TaskState.Published(), later);
    assertThat(log.complaints(later)).isEmpty();
  }

  @Test
  void a_task_that_mostly_fails_is_complained_of() {
    for (int i = 0; i < 11; i++) {
      log.ended(EdgeTask.SYSTEM_METRICS, new TaskState.Failed("no file"), START);
    }

    assertThat(log.complaints(START))
        .containsExactly("system_metrics: more than half of the last 20 failed (no file)");
  }
}
