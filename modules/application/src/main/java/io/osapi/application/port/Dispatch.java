package io.osapi.application.port;

import io.osapi.domain.job.Job;

/** Sends jobs to workers. */
public interface Dispatch {

  /**
   * When it returns, every expected worker will be given the job, those that are offline when they
   * return. Announcing a job again within two minutes changes nothing.
   *
   * @throws io.osapi.domain.problem.ProblemException {@code QUEUE_FULL} if no more jobs are taken
   */
  void announce(Job job);

  /**
   * As {@link #announce}, for a job whose first announcement may be lost. What its request was part
   * of is found out anew, where that is kept.
   */
  default void announceAgain(Job job) {
    announce(job);
  }
}
