package io.osapi.domain.job;

import java.util.Locale;

/** What has become of one worker's part of a job. */
public enum WorkerStatus {
  /** Nothing was heard yet. */
  SUBMITTED,
  /** It holds the job, all its slots being busy. */
  ACKNOWLEDGED,
  PROCESSING,
  COMPLETED,
  FAILED,
  /** Not supported on that platform. */
  SKIPPED,
  /** Stopped at the timeout, or silent past it. */
  TIMED_OUT,
  /** The worker was gone while it ran the job. */
  LOST,
  CANCELLED,
  /** It did not begin in time. */
  EXPIRED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean hasNotBegun() {
    return this == SUBMITTED || this == ACKNOWLEDGED;
  }

  public boolean isFinal() {
    return !hasNotBegun() && this != PROCESSING;
  }

  public boolean isSuccess() {
    return this == COMPLETED || this == SKIPPED;
  }
}
