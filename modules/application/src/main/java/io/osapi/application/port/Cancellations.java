package io.osapi.application.port;

import io.osapi.domain.job.JobId;

/** Tells a worker which jobs were called off. */
public interface Cancellations {

  /**
   * Whether the job was called off, as far as this worker has heard: within milliseconds. What was
   * called off before it listened, it has heard of when it is given the job.
   */
  boolean isCancelled(JobId id);

  /** Stops when the job is called off; at once if it was already. */
  OperationRunner.Stop stopOf(JobId id);
}
