package io.osapi.domain.job;

import io.osapi.domain.operation.Invocation;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request to run one operation on a target. Never changes; what happens to it are {@link
 * TimelineEvent}s.
 *
 * @param expected the workers that must answer, in name order, fixed at creation; empty exactly for
 *     {@link Target.Any}, where whoever starts is the one
 * @param timeout how long each worker may take once it has started
 * @param expiresAt a worker that has not started by then never does
 * @param createdBy subject of the principal that asked
 * @param retryOf the job that this one repeats
 */
public record Job(
    JobId id,
    Invocation<?, ?> invocation,
    Target target,
    List<HostName> expected,
    Duration timeout,
    Instant createdAt,
    Instant expiresAt,
    String createdBy,
    Optional<JobId> retryOf) {

  public Job {
    expected = expected.stream().sorted().distinct().toList();
    if (expected.isEmpty() != (target instanceof Target.Any)) {
      throw new IllegalArgumentException(
          "workers are expected exactly where the target names them");
    }
  }

  /** Whether that host's answer counts: it was fixed at creation, or any host will do. */
  public boolean concerns(HostName host) {
    return expected.isEmpty() || expected.contains(host);
  }

  public boolean hasExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }
}
