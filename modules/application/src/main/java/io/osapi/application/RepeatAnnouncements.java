package io.osapi.application;

import io.osapi.application.port.Dispatch;
import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * Announces stored jobs again that nobody has heard of: whoever stored them may have ended before
 * it announced them.
 *
 * <p>Only while the queue still drops a second announcement of the same job, so that none is ever
 * delivered twice for it. A job that is older was never answered with success to its caller; it
 * expires.
 */
public final class RepeatAnnouncements {
  /** By then an announcement that went out was heard. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Within the two minutes of {@link Dispatch#announce}, with room for clocks that differ. */
  private static final Duration TOO_LATE = Duration.ofSeconds(100);

  private final JobIndex index;
  private final Dispatch dispatch;
  private final InstantSource clock;
  private Set<JobId> repeated = Set.of();

  public RepeatAnnouncements(JobIndex index, Dispatch dispatch, InstantSource clock) {
    this.index = index;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /** Looks once; to be called every few seconds, by one thread. */
  public void repeat() {
    var now = clock.instant();
    var still = new HashSet<JobId>();
    for (var record : index.active()) {
      var job = record.job();
      if (isUnheard(record, now)) {
        if (!repeated.contains(job.id())) {
          dispatch.announceAgain(job);
        }
        still.add(job.id());
      }
    }
    repeated = still;
  }

  private static boolean isUnheard(JobRecord record, Instant now) {
    return record.timeline().events().isEmpty() && isOfAge(record.job(), now);
  }

  private static boolean isOfAge(Job job, Instant now) {
    var age = Duration.between(job.createdAt(), now);
    return age.compareTo(PATIENCE) >= 0 && age.compareTo(TOO_LATE) <= 0;
  }
}
