package io.osapi.application;

import io.osapi.application.port.Ids;
import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;

/**
 * Submits a job to wait for its end.
 *
 * <p>It is watched before it exists: all that happens to it is heard, and only answers of which not
 * all was told are read.
 */
public final class SubmitWatched {
  private final SubmitJob submitJob;
  private final GetJob getJob;
  private final JobStore store;
  private final JobFeed feed;
  private final Ids ids;
  private final InstantSource clock;

  public SubmitWatched(
      SubmitJob submitJob,
      GetJob getJob,
      JobStore store,
      JobFeed feed,
      Ids ids,
      InstantSource clock) {
    this.submitJob = submitJob;
    this.getJob = getJob;
    this.store = store;
    this.feed = feed;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * As {@link SubmitJob#submit}.
   *
   * @param atMost how long its end will be waited for, from now on
   */
  public Watched submit(SubmitJob.Request request, Duration atMost) {
    var id = ids.next();
    var watch = feed.watch(id, atMost);
    try {
      return new Watched(submitJob.submitNew(id, request), watch);
    } catch (RuntimeException refused) {
      watch.close();
      throw refused;
    }
  }

  private static boolean mayBeOutline(TimelineEvent event) {
    return event instanceof TimelineEvent.Answered answered && answered.mayBeOutline();
  }

  /** A job that was submitted and is listened to until this is closed. */
  public final class Watched implements AutoCloseable {
    private final Job job;
    private final JobFeed.Watch watch;

    private Watched(Job job, JobFeed.Watch watch) {
      this.job = job;
      this.watch = watch;
    }

    /** As it was submitted. */
    public JobRecord submitted() {
      return new JobRecord(job, Timeline.EMPTY);
    }

    /**
     * The job as soon as it is final, or as it is when the time is over. An interrupt ends the wait
     * as the end of the time does, and stays set.
     *
     * @throws ProblemException {@code UNAVAILABLE} if the store cannot be read
     */
    public JobRecord await() {
      return new JobEnd(watch, clock, () -> getJob.get(job.id()), this::withAnswers)
          .after(submitted());
    }

    @Override
    public void close() {
      watch.close();
    }

    /** What the feed told, with the answers themselves in place of its word that there are some. */
    private JobRecord withAnswers(JobRecord heard) {
      if (heard.timeline().events().stream().noneMatch(SubmitWatched::mayBeOutline)) {
        return heard;
      }
      var events = new ArrayList<TimelineEvent>(store.answers(job.id()));
      heard.timeline().events().stream()
          .filter(event -> !(event instanceof TimelineEvent.Answered))
          .forEach(events::add);
      return new JobRecord(job, Timeline.of(events));
    }
  }
}
