package io.osapi.application;

import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The wait for the end of one job: the feed tells when to look, the store what there is to see.
 *
 * @param store the whole job as it is now
 * @param completed a job with what the feed told of it, made whole
 */
record JobEnd(
    JobFeed.Watch watch,
    InstantSource clock,
    Supplier<JobRecord> store,
    UnaryOperator<JobRecord> completed) {

  /**
   * How often the store is asked although the feed is quiet: what time alone decides (expiry,
   * time-outs) has no event, and a feed may stall for seconds while a broker restarts.
   */
  private static final Duration RECHECK = Duration.ofSeconds(2);

  /**
   * A store that is slow for a moment ends no wait: after so many reads in a row without an answer,
   * it is out of reach.
   */
  private static final int MAX_FAILED_READS = 3;

  /**
   * The job as soon as it is final, or as it is at the end of the watch or at an interrupt, which
   * stays set.
   *
   * @param job all that happened before the watch began
   * @throws ProblemException {@code UNAVAILABLE} if the store cannot be read
   */
  JobRecord after(JobRecord job) {
    boolean whole = true;
    int failedReads = 0;
    var unread = new ArrayList<TimelineEvent>();
    while (true) {
      boolean over = isFinal(job) || !watch.isOpen();
      if (over && whole) {
        return job;
      }
      try {
        if (over) {
          return completed.apply(job.with(unread));
        }
        var news = watch.next(RECHECK);
        whole = false;
        if (news.isEmpty()) {
          job = store.get();
          whole = true;
          failedReads = 0;
          unread.clear();
        } else {
          unread.addAll(news);
          if (mayEnd(job, unread)) {
            job = job.with(unread);
            unread.clear();
          }
        }
      } catch (ProblemException outOfReach) {
        if (outOfReach.problem() != Problem.UNAVAILABLE || ++failedReads == MAX_FAILED_READS) {
          throw outOfReach;
        }
      } catch (InterruptedException e) {
        // Read before the interrupt is set again: the store would take it for its own.
        job = completed.apply(job.with(unread));
        Thread.currentThread().interrupt();
        return job;
      }
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
