package io.osapi.application;

import io.osapi.application.port.Cancellations;
import io.osapi.application.port.JobStore;
import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.InstantSource;

/** A worker's part of a job: run the operation, answer. */
public final class RunJob {
  private final HostName me;
  private final JobStore store;
  private final OperationRunner operations;
  private final Cancellations cancellations;
  private final InstantSource clock;

  public RunJob(
      HostName me,
      JobStore store,
      OperationRunner operations,
      Cancellations cancellations,
      InstantSource clock) {
    this.me = me;
    this.store = store;
    this.operations = operations;
    this.cancellations = cancellations;
    this.clock = clock;
  }

  /**
   * When it returns, the job is answered, or it was not to be run here: broadcasts from before this
   * worker joined, jobs that nobody began in time, jobs that were called off.
   *
   * @param attempt 1 for the first delivery
   */
  public void run(Job job, int attempt) {
    if (!job.concerns(me)
        || job.hasExpired(clock.instant())
        || cancellations.isCancelled(job.id())) {
      return;
    }
    // Nobody waits for this one: the answer is stored after it on the same connection.
    store.appendUnconfirmed(job.id(), new TimelineEvent.Started(me, clock.instant(), attempt));
    var execution = operations.run(job.invocation(), job.timeout(), cancellations.stopOf(job.id()));
    store.append(
        job.id(),
        new TimelineEvent.Answered(me, clock.instant(), execution.took(), execution.answer()));
  }
}
