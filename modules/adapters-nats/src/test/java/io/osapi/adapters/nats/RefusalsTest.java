package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final long PATIENCE = Refusals.PATIENCE.toNanos();

  private final AtomicLong now = new AtomicLong(-PATIENCE);
  private final Refusals refusals = new Refusals(now::get);

  @Test
  void they_last_once_there_was_nothing_else_for_so_long() {
    assertThat(refusals.last()).isFalse();
    now.addAndGet(PATIENCE);
    assertThat(refusals.last()).isFalse();
    now.addAndGet(1);
    assertThat(refusals.last()).isTrue();
  }

  @Test
  void one_from_before_an_outage_does_not_count() {
    assertThat(refusals.last()).isFalse();
    now.addAndGet(10 * PATIENCE);
    refusals.forget();
    assertThat(refusals.last()).isFalse();
    now.addAndGet(PATIENCE + 1);
    assertThat(refusals.last()).isTrue();
  }
}
