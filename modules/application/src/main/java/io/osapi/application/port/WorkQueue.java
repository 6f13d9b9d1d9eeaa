package io.osapi.application.port;

import io.osapi.domain.job.Job;
import io.osapi.domain.worker.Worker;
import java.time.Duration;

/** Gives a worker the jobs that are for it. */
public interface WorkQueue {

  /**
   * Starts to take jobs for {@code me}, at most {@code me.maxJobs()} at the same time, each on a
   * thread of its own. Returns at once; connects and reconnects by itself.
   */
  Intake open(Worker me, JobHandler handler);

  /** Handles one delivery of a job. */
  interface JobHandler {

    /**
     * Returning normally means that the job is dealt with, whatever came of it; an exception means
     * that it could not be handled and is delivered again later.
     *
     * @param job of its expected workers, at least this one; a queue need not name the others
     * @param attempt 1 for the first delivery of this job to anyone it was delivered to
     */
    void handle(Job job, int attempt);

    /** The job is held until a slot is free. */
    default void hold(Job job) {}
  }

  /** A running intake. */
  interface Intake {

    /** Jobs that are being handled now. */
    int running();

    /** Takes no more jobs and waits up to {@code atMost} for those that run; true if all ended. */
    boolean drain(Duration atMost);
  }
}
