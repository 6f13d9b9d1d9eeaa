package io.osapi.application.port;

import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deliveries that were given up, with the reason; kept for as long as the configuration says. */
public interface DeadLetters {

  /**
   * One delivery.
   *
   * @param id names it here
   * @param job empty where the message does not say
   * @param recipient whose delivery it was: the consumer's name
   * @param deliveries how often it was tried
   */
  record DeadLetter(
      String id,
      Optional<JobId> job,
      String recipient,
      String reason,
      int deliveries,
      Instant at) {}

  /** Newest first; at most {@code limit}. */
  List<DeadLetter> newest(int limit);

  long count();

  /**
   * Sends it on its way again and forgets it here; false if there is no such letter, or what it was
   * about is no longer there.
   */
  boolean requeue(String id);
}
