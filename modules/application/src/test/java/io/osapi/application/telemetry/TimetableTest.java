package io.osapi.application.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_task_is_due_at_its_time_and_then_not_until_the_next() {
    var table = of(EdgeTask.HEARTBEAT, new Schedule(MINUTE, Duration.ZERO));

    assertThat(table.takeDue(0)).containsExactly(EdgeTask.HEARTBEAT);
    table.ended(EdgeTask.HEARTBEAT, true, 0);
    assertThat(table.takeDue(0)).isEmpty();
    // The second is anywhere in the interval: in its middle, as chance has it here.
    assertThat(table.nanosToNext(0)).isEqualTo(30 * SECOND);
    assertThat(table.takeDue(30 * SECOND)).containsExactly(EdgeTask.HEARTBEAT);
    assertThat(table.nanosToNext(30 * SECOND)).isEqualTo(60 * SECOND);
  }

  @Test
  void a_task_that_still_runs_misses_its_turn() {
    var table = of(EdgeTask.SERVICE_CHECK, new Schedule(MINUTE, Duration.ZERO));

    assertThat(table.takeDue(0)).hasSize(1);
    assertThat(table.takeDue(60 * SECOND)).isEmpty();
    assertThat(table.nanosToNext(60 * SECOND)).isEqualTo(60 * SECOND);
    table.ended(EdgeTask.SERVICE_CHECK, true, 70 * SECOND);
    assertThat(table.takeDue(100 * SECOND)).hasSize(1);
  }

  @Test
  void what_was_not_published_and_is_due_rarely_is_due_again_soon() {
    var table = of(EdgeTask.INVENTORY, new Schedule(DAY, Duration.ZERO));
    table.takeDue(0);
    table.ended(EdgeTask.INVENTORY, true, 0);
    assertThat(table.takeDue(43_200 * SECOND)).hasSize(1);

    table.ended(EdgeTask.INVENTORY, false, 43_200 * SECOND);

    // Three quarters of the longest retry.
    assertThat(table.nanosToNext(43_200 * SECOND)).isEqualTo(225 * SECOND);
  }

  @Test
  void what_was_not_published_and_is_due_often_waits_for_its_turn() {
    var table = of(EdgeTask.SERVICE_CHECK, new Schedule(MINUTE, Duration.ZERO));
    table.takeDue(0);
    table.ended(EdgeTask.SERVICE_CHECK, true, 0);
    table.takeDue(30 * SECOND);

    table.ended(EdgeTask.SERVICE_CHECK, false, 31 * SECOND);

    assertThat(table.nanosToNext(30 * SECOND)).isEqualTo(60 * SECOND);
  }

  @Test
  void what_never_was_published_is_tried_again_at_first_soon_and_then_ever_more_rarely() {
    var table = of(EdgeTask.INVENTORY, new Schedule(DAY, Duration.ZERO));
    var waits = new ArrayList<Long>();
    long now = 0;
    for (int i = 0; i < 7; i++) {
      assertThat(table.takeDue(now)).hasSize(1);
      table.ended(EdgeTask.INVENTORY, false, now);
      waits.add(table.nanosToNext(now) * 4 / 3 / SECOND);
      now += table.nanosToNext(now);
    }

    assertThat(waits).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L);
  }

  @Test
  void a_table_without_tasks_waits_for_ever() {
    assertThat(new Timetable(Map.of(), () -> 0.5, 0).nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_clock_that_overflows_disorders_nothing() {
    long before = Long.MAX_VALUE - SECOND;
    var table =
        new Timetable(
            Map.of(EdgeTask.HEARTBEAT, new Schedule(MINUTE, Duration.ofSeconds(10))),
            () -> 0.5,
            before);

    assertThat(table.takeDue(before)).isEmpty();
    assertThat(table.takeDue(before + 5 * SECOND)).hasSize(1);
  }

  /** Of 200 hosts that begin at once, no ten seconds have much more than their share later. */
  @Test
  void a_fleet_that_begins_at_once_is_spread_from_the_second_run_on() {
    var random = new Random(7);
    int hosts = 200;
    int seconds = 600;
    var perTenSeconds = new int[seconds / 10];
    for (int i = 0; i < hosts; i++) {
      var table =
          new Timetable(
              Map.of(EdgeTask.SERVICE_CHECK, new Schedule(MINUTE, Duration.ofSeconds(9))),
              random::nextDouble,
              0);
      for (int second = 0; second < seconds; second++) {
        if (!table.takeDue(second * SECOND).isEmpty()) {
          perTenSeconds[second / 10]++;
          table.ended(EdgeTask.SERVICE_CHECK, true, second * SECOND);
        }
      }
    }
    double normal = hosts / 6.0;
    // The first ten seconds have the first run of all.
    assertThat(perTenSeconds[0]).isGreaterThanOrEqualTo(hosts);
    for (int i = 2; i < perTenSeconds.length; i++) {
      assertThat((double) perTenSeconds[i]).isCloseTo(normal, within(normal * 0.7));
    }
  }

  private static Timetable of(EdgeTask task, Schedule schedule) {
    return new Timetable(Map.of(task, schedule), () -> 0.5, 0);
  }
}
