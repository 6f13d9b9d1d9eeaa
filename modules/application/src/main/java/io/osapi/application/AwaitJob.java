package io.osapi.application;

import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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
      var unread = new ArrayList<TimelineEvent>();
      while (!isFinal(job) && watch.isOpen()) {
        var news = watch.next(RECHECK);
        whole = news.isEmpty();
        if (whole) {
          job = getJob.get(id);
          unread.clear();
        } else {
          unread.addAll(news);
          if (mayEnd(job, unread)) {
            job = job.with(unread);
            unread.clear();
          }
        }
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

  /**
   * Whether the news can make it final: cheap to tell, while folding thousands of workers' events
   * again for each of them is not.
   */
  private static boolean mayEnd(JobRecord job, List<TimelineEvent> news) {
    long ends = 0;
    for (var event : news) {
      switch (event) {
        case TimelineEvent.Cancelled _, TimelineEvent.Expired _ -> {
          return true;
        }
        case TimelineEvent.Answered _, TimelineEvent.Lost _ -> ends++;
        case TimelineEvent.Acknowledged _,
            TimelineEvent.Started _,
            TimelineEvent.Progress _,
            TimelineEvent.Retried _ -> {}
      }
    }
    return ends >= Math.max(1, job.unansweredWorkers());
  }

  private boolean isFinal(JobRecord job) {
    return job.status(clock.instant()).isFinal();
  }
}
