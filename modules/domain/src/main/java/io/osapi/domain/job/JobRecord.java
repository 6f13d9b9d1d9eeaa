package io.osapi.domain.job;

import java.time.Instant;
import java.util.Collection;

/** A job together with all that has happened to it so far. */
public record JobRecord(Job job, Timeline timeline) {

  public JobStatus status(Instant now) {
    return JobStatus.of(job, timeline, now);
  }

  public JobRecord with(Collection<? extends TimelineEvent> more) {
    return new JobRecord(job, timeline.with(more));
  }
}
