package io.osapi.application.port;

import io.osapi.application.port.OperationRunner.Execution;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.Optional;

/**
 * What one worker remembers of the jobs it began and finished, so that no job has its effect twice
 * on this host, however often it is delivered.
 *
 * <p>What was begun here outlives a crash of the process and of the host, for at least as long as a
 * delivery can come again. What was never begun here (jobs that only read, which may run again) is
 * remembered for as long as the process lives, and may be forgotten early.
 *
 * <p>Safe for use by many threads; for one job, by one thread at a time.
 */
public interface Journal {

  /** What is known of one job. */
  sealed interface Entry {}

  /** It was never begun here, or so long ago that nobody delivers it any more. */
  record Unknown() implements Entry {}

  /**
   * It was begun and has no end: while no thread of this process runs it, a crash cut it short, and
   * nobody knows how far it came.
   */
  record Begun(Instant at) implements Entry {}

  /**
   * It came to its end.
   *
   * @param at when; part of the answer, so that the answer given again is the same
   */
  record Finished(Instant at, Execution execution) implements Entry {}

  Entry find(JobId id);

  /**
   * Records that an unknown job is about to have its effect. When it returns empty, that survives a
   * power cut. May wait for a disk, not for an interrupt.
   *
   * @return why it could not be recorded, for people; the job is then still unknown, and must not
   *     have its effect
   */
  Optional<String> begin(JobId id, Instant at);

  /**
   * Records what came of it. When it returns, that survives a power cut if the job was begun here
   * and the journal can be written; otherwise {@link #find} tells it for as long as this process
   * lives. Never fails: there is an answer to give, with or without a journal.
   */
  void finish(JobId id, Finished finished);
}
