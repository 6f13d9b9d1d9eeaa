package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingCallsTest {
  private final CountDownLatch ends = new CountDownLatch(1);

  @Test
  void those_who_ask_while_a_call_runs_share_its_result() throws Exception {
    var calls = new BlockingCalls<String>("test", 2);
    var first = calls.start("a", () -> waitFor("first"));
    var second = calls.start("a", () -> "second");

    ends.countDown();

    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(calls.start("a", () -> "third").get(5, TimeUnit.SECONDS)).isEqualTo("third");
  }

  @Test
  void no_more_calls_run_than_are_allowed() {
    var calls = new BlockingCalls<String>("test", 1);
    calls.start("a", () -> waitFor("a"));

    assertThatThrownBy(() -> calls.start("b", () -> "b").get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);

    ends.countDown();
  }

  private String waitFor(String result) throws InterruptedException {
    ends.await();
    return result;
  }
}
