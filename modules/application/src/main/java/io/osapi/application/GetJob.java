package io.osapi.application;

import io.osapi.application.port.JobStore;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.Map;

/** Reads one job as the store has it now. */
public final class GetJob {
  private final JobStore store;

  public GetJob(JobStore store) {
    this.store = store;
  }

  /**
   * @throws ProblemException {@code JOB_NOT_FOUND}; {@code UNAVAILABLE} where the store cannot say
   */
  public JobRecord get(JobId id) {
    return store
        .find(id)
        .orElseThrow(() -> new ProblemException(Problem.JOB_NOT_FOUND, Map.of("job", id.value())));
  }
}
