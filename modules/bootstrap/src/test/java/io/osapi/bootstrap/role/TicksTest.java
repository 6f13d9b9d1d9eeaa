package io.osapi.bootstrap.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void a_loop_that_ticks_turns() {
    var ticks = Ticks.from(Duration.ofHours(1));
    ticks.tick();

    assertThat(ticks.haveStopped()).isFalse();
  }

  @Test
  void one_that_does_not_has_stopped_until_it_ticks_again() {
    var ticks = Ticks.from(Duration.ofMillis(200));

    await().until(ticks::haveStopped);
    ticks.tick();
    assertThat(ticks.haveStopped()).isFalse();
  }
}
