package io.osapi.application;

import io.osapi.application.port.JobStore;
import io.osapi.domain.access.Principal;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.ProblemException;
import java.time.InstantSource;
import java.util.Optional;

/** Removes a job that is final; one that is not is cancelled first and stays readable. */
public final class DeleteJob {
  private final GetJob getJob;
  private final CancelJob cancelJob;
  private final JobStore store;
  private final InstantSource clock;

  public DeleteJob(GetJob getJob, CancelJob cancelJob, JobStore store, InstantSource clock) {
    this.getJob = getJob;
    this.cancelJob = cancelJob;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Empty when the job and all its records are gone; else the job, which was only cancelled.
   *
   * @throws ProblemException {@code JOB_NOT_FOUND}, {@code UNAVAILABLE}
   */
  public Optional<JobRecord> delete(JobId id, Principal by) {
    var job = getJob.get(id);
    if (!job.status(clock.instant()).isFinal()) {
      return Optional.of(cancelJob.cancel(id, by));
    }
    store.delete(id);
    return Optional.empty();
  }
}
