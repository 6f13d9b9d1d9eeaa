package io.osapi.domain.job;

import java.time.Instant;
import java.util.Locale;

/** What the events so far make of a job. Computed, never stored. */
public enum JobStatus {
  /** No worker has begun. */
  SUBMITTED,
  /** A worker runs it, or may still begin. */
  PROCESSING,
  /** Every expected worker completed or skipped it. */
  COMPLETED,
  /** No expected worker completed it. */
  FAILED,
  /** Some completed it, some did not. */
  PARTIAL_FAILURE,
  /** Called off before any worker finished. */
  CANCELLED,
  /** Nobody began in time. */
  EXPIRED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether only a late answer in place of {@code timed_out} or {@code lost} can still change it.
   */
  public boolean isFinal() {
    return this != SUBMITTED && this != PROCESSING;
  }

  /** The status at {@code now}, whatever the order in which the events arrived. */
  public static JobStatus of(Job job, Timeline timeline, Instant now) {
    var statuses = timeline.statuses(job, now);
    if (statuses.stream().allMatch(WorkerStatus.CANCELLED::equals)) {
      return CANCELLED;
    } else if (statuses.stream().allMatch(WorkerStatus.EXPIRED::equals)) {
      return EXPIRED;
    } else if (statuses.stream().allMatch(WorkerStatus::hasNotBegun)) {
      return SUBMITTED;
    } else if (!statuses.stream().allMatch(WorkerStatus::isFinal)) {
      return PROCESSING;
    } else if (statuses.stream().allMatch(WorkerStatus::isSuccess)) {
      return COMPLETED;
    }
    return statuses.contains(WorkerStatus.COMPLETED) ? PARTIAL_FAILURE : FAILED;
  }
}
