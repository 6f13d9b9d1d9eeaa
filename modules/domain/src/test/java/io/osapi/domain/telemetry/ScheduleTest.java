package io.osapi.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  @Property
  void the_first_run_is_soon_the_second_anywhere_and_all_others_near_the_interval(
      @ForAll @LongRange(min = 10, max = 86_400) long seconds,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
    var interval = Duration.ofSeconds(seconds);
    var schedule = new Schedule(interval, WITHIN);

    assertThat(schedule.first(chance)).isBetween(Duration.ZERO, WITHIN);
    assertThat(schedule.second(chance)).isBetween(Duration.ZERO, interval);
    assertThat(schedule.next(chance).toNanos())
        .isBetween((long) (interval.toNanos() * 0.9), (long) (interval.toNanos() * 1.1));
  }

  @Test
  void intervals_are_their_length_on_average() {
    var schedule = new Schedule(Duration.ofMinutes(1), WITHIN);

    assertThat(schedule.next(0.5)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void what_is_due_rarely_is_done_again_within_minutes() {
    var daily = new Schedule(Duration.ofDays(1), WITHIN);

    assertThat(daily.retry(0)).hasValue(Duration.ofSeconds(150));
    assertThat(daily.retry(0.999).orElseThrow()).isLessThan(Duration.ofMinutes(5));
    assertThat(new Schedule(Duration.ofMinutes(5), WITHIN).retry(0)).isEmpty();
  }
}
