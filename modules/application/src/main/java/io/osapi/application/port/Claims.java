package io.osapi.application.port;

import io.osapi.domain.job.JobId;
import java.util.Optional;

/**
 * Remembers which request used an idempotency key first, for 24 hours, across all API processes.
 */
public interface Claims {

  /**
   * @param fingerprint of the request: equal for equal ones
   * @param job the id that the request's job has, or is to have
   */
  record Claim(String fingerprint, JobId job) {}

  /**
   * Claims a key. Of several who try at once, exactly one succeeds.
   *
   * @param key who asks and the key they gave; any text
   * @return the claim that was there before; empty if {@code claim} is the one now
   */
  Optional<Claim> claim(String key, Claim claim);
}
