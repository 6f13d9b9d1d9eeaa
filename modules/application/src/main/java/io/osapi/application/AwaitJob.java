package io.osapi.application;

import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;

/** Waits until a job is final. */
public final class AwaitJob {
  private final GetJob getJob;
  private final JobFeed feed;
  private final InstantSource clock;

  public AwaitJob(GetJob getJob, JobFeed feed, InstantSource clock) {
    this.getJob = getJob;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * The job as soon as it is final, or as it is after {@code atMost}. An interrupt ends the wait as
   * the end of the time does, and stays set.
   *
   * @throws ProblemException {@code JOB_NOT_FOUND}; {@code UNAVAILABLE} if the store cannot be read
   */
  public JobRecord await(JobId id, Duration atMost) {
    // Watched before it is read, so that nothing falls between the two.
    try (var watch = feed.watch(id, atMost)) {
      // The feed tells that there is an answer; what it says is in the store.
      var end = new JobEnd(watch, clock, () -> getJob.get(id), _ -> getJob.get(id));
      return end.after(getJob.get(id));
    }
  }
}
