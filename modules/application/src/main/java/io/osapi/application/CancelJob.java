package io.osapi.application;

import io.osapi.application.port.JobStore;
import io.osapi.domain.access.Principal;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls a job off: who has not begun never does, who runs it is stopped. */
public final class CancelJob {
  private final GetJob getJob;
  private final JobStore store;
  private final InstantSource clock;

  public CancelJob(GetJob getJob, JobStore store, InstantSource clock) {
    this.getJob = getJob;
    this.store = store;
    this.clock = clock;
  }

  /**
   * The job as it is then: {@code cancelled}, or as those made it that had answered before.
   *
   * @throws ProblemException {@code JOB_NOT_FOUND}, {@code JOB_IS_FINAL}, {@code UNAVAILABLE}
   */
  public JobRecord cancel(JobId id, Principal by) {
    var job = getJob.get(id);
    var now = clock.instant();
    if (job.status(now).isFinal()) {
      throw new ProblemException(Problem.JOB_IS_FINAL, Map.of("job", id.value()));
    }
    var finished =
        job.timeline().outcomes(job.job(), now).entrySet().stream()
            .filter(outcome -> outcome.getValue().status().isFinal())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    var cancelled = new TimelineEvent.Cancelled(now, by.subject(), finished);
    store.append(id, cancelled);
    return job.with(List.of(cancelled));
  }
}
