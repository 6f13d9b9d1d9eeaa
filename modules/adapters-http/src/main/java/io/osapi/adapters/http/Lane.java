package io.osapi.adapters.http;

import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Requests of one kind that are handled at the same time. One more waits for a moment, in its turn;
 * then its caller is told to come back, instead of waiting behind all others.
 */
final class Lane {
  private final Semaphore places;
  private final Duration patience;

  /**
   * @param patience how long a request may wait for a place
   */
  Lane(int places, Duration patience) {
    this.places = new Semaphore(places, true);
    this.patience = patience;
  }

  /**
   * @throws ProblemException {@code OVERLOADED} if no place became free in time; the work is not
   *     done then
   */
  <T> T handle(Supplier<T> work) {
    take();
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private void take() {
    try {
      if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new ProblemException(Problem.OVERLOADED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.OVERLOADED);
    }
  }
}
