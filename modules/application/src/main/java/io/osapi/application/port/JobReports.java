package io.osapi.application.port;

import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.time.Instant;

/**
 * Takes what a worker tells of a job. It is all that a worker may do with the store: what others
 * told and answered is not for it to read.
 */
public interface JobReports {

  /**
   * When it returns, the event survives a crash of every process. The same event twice is one, and
   * of a worker's answers the first stands.
   */
  void append(JobId id, TimelineEvent event);

  /**
   * Records an event that may be lost with this process or the connection; does not wait. A reader
   * may see what was appended after it for a moment without it.
   */
  void appendUnconfirmed(JobId id, TimelineEvent event);

  /**
   * Whether a job that any worker may run is final at {@code now}; a job that is not there is over.
   * Waits until somebody can tell.
   */
  boolean isOver(JobId id, Instant now);
}
