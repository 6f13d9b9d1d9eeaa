package io.osapi.application;

import io.osapi.application.port.JobStore;
import io.osapi.domain.access.Principal;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Submits what a final job asked for again, as a new job. */
public final class RetryJob {
  private final GetJob getJob;
  private final SubmitJob submitJob;
  private final JobStore store;
  private final InstantSource clock;

  public RetryJob(GetJob getJob, SubmitJob submitJob, JobStore store, InstantSource clock) {
    this.getJob = getJob;
    this.submitJob = submitJob;
    this.store = store;
    this.clock = clock;
  }

  /** For whom the new job is. */
  public sealed interface Whom {
    /** The job's own target, resolved anew. */
    record Same() implements Whom {}

    /** Just the hosts on which it did not succeed. */
    record Failed() implements Whom {}

    record Other(Target target) implements Whom {}
  }

  /**
   * The new job, which names the old one; the old one's timeline names the new.
   *
   * @throws ProblemException {@code JOB_NOT_FOUND}, {@code JOB_NOT_FINAL}, or what submitting
   *     throws; {@code INVALID_INPUT} where only the failed are to repeat it and none failed
   */
  public Job retry(JobId id, Whom whom, Principal by) {
    var original = getJob.get(id);
    if (!original.status(clock.instant()).isFinal()) {
      throw new ProblemException(Problem.JOB_NOT_FINAL, Map.of("job", id.value()));
    }
    var retry = submitJob.submit(request(original, whom, by));
    store.append(id, new TimelineEvent.Retried(clock.instant(), retry.id(), by.subject()));
    return retry;
  }

  private SubmitJob.Request request(JobRecord original, Whom whom, Principal by) {
    return switch (whom) {
      case Whom.Same _ -> request(original.job(), original.job().target(), List.of(), by);
      case Whom.Other(var target) -> request(original.job(), target, List.of(), by);
      case Whom.Failed _ -> {
        var failed = failed(original);
        // A job for any worker was for one, and that one failed.
        yield failed.size() == 1
            ? request(original.job(), new Target.Host(failed.getFirst()), List.of(), by)
            : request(original.job(), original.job().target(), failed, by);
      }
    };
  }

  private static SubmitJob.Request request(
      Job original, Target target, List<HostName> only, Principal by) {
    return new SubmitJob.Request(
        original.invocation(),
        target,
        Optional.of(original.timeout()),
        Optional.of(Duration.between(original.createdAt(), original.expiresAt())),
        by,
        only,
        Optional.of(original.id()),
        Optional.empty());
  }

  private List<HostName> failed(JobRecord original) {
    var failed =
        original.timeline().outcomes(original.job(), clock.instant()).entrySet().stream()
            .filter(outcome -> !outcome.getValue().status().isSuccess())
            .map(Map.Entry::getKey)
            .toList();
    if (failed.isEmpty()) {
      throw ProblemException.invalid(
          new Violation("/only", "none-failed", "says failed, but no host failed this job"));
    }
    return failed;
  }
}
