package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does what is to be done again and again, one thing after the other, every few seconds. */
final class Caretaker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Caretaker.class.getName());

  /** So soon a job is repeated, or a worker's part declared lost. */
  private static final Duration ROUND = Duration.ofSeconds(5);

  /** No chore takes so long; one that does waits for what never comes. */
  private static final Duration HANGS_AFTER = Duration.ofMinutes(5);

  private final List<Runnable> chores;
  private final Ticks ticks = Ticks.from(HANGS_AFTER);
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Caretaker(List<Runnable> chores) {
    this.chores = chores;
  }

  static Caretaker start(Runnable... chores) {
    var caretaker = new Caretaker(List.of(chores));
    Thread.ofVirtual().name("caretaker").start(caretaker::goRounds);
    return caretaker;
  }

  @Override
  public void close() {
    stopped.countDown();
  }

  /** Whether a chore has no end, or there is nobody left who does them. */
  boolean hangs() {
    return ticks.haveStopped();
  }

  private void goRounds() {
    try {
      while (!stopped.await(ROUND.toNanos(), TimeUnit.NANOSECONDS)) {
        for (var chore : chores) {
          attempt(chore);
          ticks.tick();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Runnable chore) {
    try {
      chore.run();
    } catch (ProblemException outOfReach) {
      LOG.log(DEBUG, "not this time: {0}", outOfReach.getMessage());
    } catch (RuntimeException failed) {
      // The other chores, and the next round, must not suffer from it.
      LOG.log(ERROR, "a chore failed", failed);
    }
  }
}
