package io.osapi.application;

import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;

/** Waits until a job is final. */
public final class AwaitJob {
  /**
   * How often the store is asked although the feed is quiet: what time alone decides (expiry,
   * time-outs) has no event, and a feed may stall for seconds while a broker restarts.
   */
  private static final Duration RECHECK = Duration.ofSeconds(2);

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
      var job = getJob.get(id);
      boolean whole = true;
      while (!isFinal(job) && watch.isOpen()) {
        var news = watch.next(RECHECK);
        whole = news.isEmpty();
        job = whole ? getJob.get(id) : job.with(news);
      }
      // The feed tells that there is an answer; what it says is in the store.
      return whole ? job : getJob.get(id);
    } catch (InterruptedException e) {
      // Read before the interrupt is set again: the store would take it for its own.
      var job = getJob.get(id);
      Thread.currentThread().interrupt();
      return job;
    }
  }

  private boolean isFinal(JobRecord job) {
    return job.status(clock.instant()).isFinal();
  }
}
