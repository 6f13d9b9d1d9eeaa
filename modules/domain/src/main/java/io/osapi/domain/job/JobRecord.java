package io.osapi.domain.job;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A job together with all that has happened to it so far. */
public record JobRecord(Job job, Timeline timeline) {

  public JobStatus status(Instant now) {
    return JobStatus.of(job, timeline, now);
  }

  /** When time alone may next change the status; empty if only an event can. */
  public Optional<Instant> changesByTimeAfter(Instant now) {
    var deadlines =
        timeline.events().stream()
            .filter(TimelineEvent.Started.class::isInstance)
            // Silence becomes a time-out after the deadline, not at it.
            .map(event ->
                event.at().plus(job.timeout()).plus(OutcomeFold.ANSWER_GRACE).plusNanos(1));
    return Stream.concat(Stream.of(job.expiresAt()), deadlines)
        .filter(now::isBefore)
        .min(Comparator.naturalOrder());
  }

  public JobRecord with(Collection<? extends TimelineEvent> more) {
    return new JobRecord(job, timeline.with(more));
  }
}
