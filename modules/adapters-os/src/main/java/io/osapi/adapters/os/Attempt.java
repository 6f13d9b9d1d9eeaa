package io.osapi.adapters.os;

import io.osapi.domain.job.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One run of one handler, on a virtual thread of its own. */
final class Attempt {
  private final CompletableFuture<Answer> ended = new CompletableFuture<>();
  private final Thread thread;

  private Attempt(String name, Supplier<Answer> work) {
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> ended.complete(work.get()));
  }

  /**
   * @param work never throws
   */
  static Attempt start(String name, Supplier<Answer> work) {
    var attempt = new Attempt(name, work);
    attempt.thread.start();
    return attempt;
  }

  /** Its answer; empty if it has none after {@code atMost}. */
  Optional<Answer> await(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException notYet) {
      return Optional.empty();
    } catch (ExecutionException impossible) {
      throw new AssertionError("an attempt's work never throws", impossible);
    }
  }

  void interrupt() {
    thread.interrupt();
  }

  void whenEnded(Runnable action) {
    ended.thenRun(action);
  }
}
