package io.osapi.application.port;

import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which jobs there are, and in what state: for lists and counts.
 *
 * <p>Shows at least what this process wrote before it asked.
 */
public interface JobIndex {

  /** The page's ids, newest first. Its cost follows the page, not the number of jobs. */
  Page page(Filter filter, int limit, int offset);

  Counts counts();

  /** The jobs that are not final, with their events; of answers only the outcome. */
  List<JobRecord> active();

  /**
   * Has {@code listener} told of each job that becomes final after this call, once: soon after its
   * end, or, where time alone ends it, when somebody asks this index next. One listener; it must
   * not wait.
   */
  void whenFinal(EndListener listener);

  /** Hears of the ends of jobs. */
  @FunctionalInterface
  interface EndListener {
    EndListener NONE = (_, _, _) -> {};

    /**
     * @param took from its creation
     */
    void ended(Job job, JobStatus status, Duration took);
  }

  /**
   * What to list: all conditions that are given hold.
   *
   * @param target as text: {@code _all}, {@code group:web}
   * @param worker one that was expected, or that began
   * @param since created then or later
   * @param until created before then
   */
  record Filter(
      Optional<JobStatus> status,
      Optional<String> operation,
      Optional<String> target,
      Optional<HostName> worker,
      Optional<Instant> since,
      Optional<Instant> until) {
    public static final Filter ALL =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * @param total how many there are on all pages
   */
  record Page(List<JobId> ids, long total) {}

  /** How many there are, by status and by operation. */
  record Counts(long total, Map<JobStatus, Long> byStatus, Map<String, Long> byOperation) {}
}
