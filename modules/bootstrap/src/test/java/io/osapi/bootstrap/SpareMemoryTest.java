package io.osapi.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** With a clock that stands still but for the pauses. */
class SpareMemoryTest {
  private Duration now = Duration.ZERO;
  private final List<Long> givenBackAt = new ArrayList<>();

  @Test
  void a_role_that_waits_gives_back_after_twenty_seconds_and_after_two_minutes() throws Exception {
    giveBack(_ -> Duration.ZERO);

    assertThat(givenBackAt).containsExactly(20L, 120L);
  }

  @Test
  void what_the_start_itself_took_is_no_sign_that_a_role_is_busy() throws Exception {
    giveBack(time -> time.toSeconds() < 10 ? time : Duration.ofSeconds(10));

    assertThat(givenBackAt).containsExactly(20L, 120L);
  }

  @Test
  void a_role_that_uses_a_tenth_of_a_core_waits_enough() throws Exception {
    giveBack(time -> time.dividedBy(10));

    assertThat(givenBackAt).containsExactly(20L, 120L);
  }

  @Test
  void a_busy_role_keeps_its_memory_until_it_waits() throws Exception {
    var busyFor = Duration.ofSeconds(55);

    giveBack(time -> time.compareTo(busyFor) < 0 ? time.dividedBy(5) : busyFor.dividedBy(5));

    // The window from 50 to 60 s has one second of work in it.
    assertThat(givenBackAt).containsExactly(60L, 160L);
  }

  @Test
  void who_is_interrupted_gives_nothing_back() {
    var memory =
        new SpareMemory(
            () -> Duration.ZERO,
            _ -> {
              throw new InterruptedException();
            },
            () -> givenBackAt.add(now.toSeconds()));

    assertThatThrownBy(memory::giveBack).isInstanceOf(InterruptedException.class);
    assertThat(givenBackAt).isEmpty();
  }

  /**
   * @param used what the process has used of the processor by then
   */
  private void giveBack(UnaryOperator<Duration> used) throws InterruptedException, IOException {
    new SpareMemory(
            () -> used.apply(now),
            pause -> now = now.plus(pause),
            () -> givenBackAt.add(now.toSeconds()))
        .giveBack();
  }
}
