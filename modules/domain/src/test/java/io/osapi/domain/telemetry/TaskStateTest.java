package io.osapi.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.telemetry.TaskState.Failed;
import io.osapi.domain.telemetry.TaskState.Outcome;
import io.osapi.domain.telemetry.TaskState.Published;
import io.osapi.domain.telemetry.TaskState.Unpublished;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskStateTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final Schedule MINUTELY = new Schedule(Duration.ofMinutes(1), Duration.ZERO);

  @Test
  void runs_are_counted_by_how_they_ended() {
    var state =
        TaskState.NONE
            .after(new Published(), START)
            .after(new Failed("no file"), START.plusSeconds(1))
            .after(new Unpublished(true, "no broker"), START.plusSeconds(2))
            .after(new Unpublished(false, "neither"), START.plusSeconds(3));

    assertThat(state.runs()).isEqualTo(4);
    assertThat(state.failures()).isEqualTo(2);
    assertThat(state.unpublished()).isEqualTo(2);
    assertThat(state.lastSuccess()).hasValue(START);
    assertThat(state.lastError()).hasValue("neither");
    assertThat(state.recent()).containsExactly(true, false, true, false);
  }

  @Test
  void half_of_the_window_is_not_more_than_half() {
    var tenFailed = times(10, new Failed("x"), times(10, new Published(), TaskState.NONE));

    assertThat(tenFailed.failsMostly()).isFalse();
    assertThat(tenFailed.after(new Failed("x"), START).failsMostly()).isTrue();
  }

  @Test
  void a_task_that_succeeds_again_is_well_again() {
    var failing = times(20, new Failed("x"), TaskState.NONE);
    assertThat(failing.failsMostly()).isTrue();

    assertThat(times(9, new Published(), failing).failsMostly()).isTrue();
    assertThat(times(10, new Published(), failing).failsMostly()).isFalse();
    assertThat(times(100, new Published(), failing).recent()).hasSize(TaskState.WINDOW);
  }

  @Test
  void a_task_is_stale_two_and_a_half_intervals_after_its_last_success() {
    var state = TaskState.NONE.after(new Published(), START);

    assertThat(state.isStale(MINUTELY, START, START.plusSeconds(150))).isFalse();
    assertThat(state.isStale(MINUTELY, START, START.plusSeconds(151))).isTrue();
    assertThat(
            state
                .after(new Failed("x"), START.plusSeconds(140))
                .isStale(MINUTELY, START, START.plusSeconds(151)))
        .isTrue();
  }

  @Test
  void a_task_that_has_not_run_yet_is_given_the_same_time() {
    assertThat(TaskState.NONE.isStale(MINUTELY, START, START.plusSeconds(150))).isFalse();
    assertThat(TaskState.NONE.isStale(MINUTELY, START, START.plusSeconds(151))).isTrue();
    assertThat(TaskState.NONE.lastSuccess()).isEqualTo(Optional.empty());
  }

  private static TaskState times(int count, Outcome outcome, TaskState state) {
    var after = state;
    for (int i = 0; i < count; i++) {
      after = after.after(outcome, START);
    }
    return after;
  }
}
