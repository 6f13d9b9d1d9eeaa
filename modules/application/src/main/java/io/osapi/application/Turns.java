package io.osapi.application;

import io.osapi.domain.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Lets one thread at a time work on a job. A broker that missed our signs of life delivers a job
 * again while it still runs: the second delivery waits for the end of the first.
 *
 * <p>How long is bounded by the job's own timeout; how many wait, by the worker's slots.
 */
final class Turns {
  private final Map<JobId, CountDownLatch> taken = new ConcurrentHashMap<>();

  /**
   * @throws IllegalStateException if it was interrupted before its turn came; the interrupt stays
   *     set, and the work is not done
   */
  void inTurn(JobId id, Runnable work) {
    var over = new CountDownLatch(1);
    for (var other = taken.putIfAbsent(id, over);
        other != null;
        other = taken.putIfAbsent(id, over)) {
      await(id, other);
    }
    try {
      work.run();
    } finally {
      taken.remove(id);
      over.countDown();
    }
  }

  private static void await(JobId id, CountDownLatch other) {
    try {
      other.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another delivery of job " + id + " ran");
    }
  }
}
