package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private final Growth growth = new Growth(Duration.ofMillis(100), Duration.ofSeconds(1));

  @Test
  void each_wait_is_at_most_twice_as_long_as_the_one_before_and_at_least_half_of_that() {
    for (int i = 0; i < 100; i++) {
      assertThat(growth.after(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
      assertThat(growth.after(2)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }
  }

  @Test
  void the_last_is_the_longest_however_often_it_failed() {
    assertThat(growth.after(5)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(growth.after(Long.MAX_VALUE))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }
}
