package io.osapi.bootstrap.role;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Condition API = new Condition.Works("API");
  private static final Condition WORKER = new Condition.Works("worker");
  private static final Condition WAITING = new Condition.Waits("waits");
  private static final Condition HANGING = new Condition.Hangs("hangs");

  @Test
  void two_that_work_both_have_a_word() {
    assertThat(API.and(WORKER)).isEqualTo(new Condition.Works("API; worker"));
    assertThat(WAITING.and(WAITING)).isEqualTo(new Condition.Waits("waits; waits"));
  }

  @Test
  void the_worse_one_speaks_wherever_it_stands() {
    assertThat(API.and(WAITING)).isEqualTo(WAITING);
    assertThat(WAITING.and(API)).isEqualTo(WAITING);
    assertThat(HANGING.and(WAITING)).isEqualTo(HANGING);
    assertThat(API.and(WAITING).and(HANGING)).isEqualTo(HANGING);
  }
}
