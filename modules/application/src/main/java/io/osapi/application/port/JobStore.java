package io.osapi.application.port;

import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps jobs and their events. Append-only: nothing that was stored changes.
 *
 * <p>The store stamps events with its own time: what {@link #find} returns has that time, whatever
 * {@code at} the event was given with.
 */
public interface JobStore extends JobReports {

  /**
   * When it returns, the job survives a crash of every process. The first under its id stays:
   * another one changes nothing.
   *
   * @throws io.osapi.domain.problem.ProblemException {@code JOB_DELETED} if there was one under its
   *     id, which was deleted: ids are not used again
   */
  void create(Job job);

  /** The job with all its events, everything included that was stored before this call. */
  Optional<JobRecord> find(JobId id);

  @Override
  default boolean isOver(JobId id, Instant now) {
    return find(id).map(record -> record.status(now).isFinal()).orElse(true);
  }

  /**
   * The workers' answers to that job, everything included that was stored before this call; none
   * where there is no such job.
   */
  List<TimelineEvent.Answered> answers(JobId id);

  /**
   * The same as {@link #find} for several, in their order; those that are not there are left out.
   */
  List<JobRecord> findAll(List<JobId> ids);

  /** Removes the job with all its events and answers. What is not there is removed already. */
  void delete(JobId id);
}
