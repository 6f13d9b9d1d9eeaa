package io.osapi.adapters.http;

import io.osapi.application.AwaitJob;
import io.osapi.application.GetJob;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Requests whose answer is held until a job is final. A server that stops lets all of them go. */
final class HeldRequests {
  private final AwaitJob awaitJob;
  private final GetJob getJob;
  private final Set<Thread> held = new HashSet<>();
  private boolean isReleased;

  HeldRequests(AwaitJob awaitJob, GetJob getJob) {
    this.awaitJob = awaitJob;
    this.getJob = getJob;
  }

  /** The job when it is final, or as it is after {@code atMost} or at {@link #release}. */
  JobRecord await(JobId id, Duration atMost) {
    if (atMost.isZero() || !hold()) {
      return getJob.get(id);
    }
    try {
      var job = awaitJob.await(id, atMost);
      if (!letGo()) {
        return job;
      }
    } catch (RuntimeException failed) {
      // A read that was interrupted fails like one without a store.
      if (!letGo()) {
        throw failed;
      }
    }
    return getJob.get(id);
  }

  synchronized void release() {
    isReleased = true;
    held.forEach(Thread::interrupt);
  }

  private synchronized boolean hold() {
    return !isReleased && held.add(Thread.currentThread());
  }

  /** Whether it was released. Afterwards {@link #release} does not touch this thread any more. */
  private synchronized boolean letGo() {
    held.remove(Thread.currentThread());
    return Thread.interrupted();
  }
}
