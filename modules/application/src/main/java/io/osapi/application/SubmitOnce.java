package io.osapi.application;

import io.osapi.application.port.Claims;
import io.osapi.application.port.Ids;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.Map;

/** Submits a job under an idempotency key: the same request again gives the same job. */
public final class SubmitOnce {
  private final SubmitJob submitJob;
  private final JobStore store;
  private final Claims claims;
  private final Ids ids;

  public SubmitOnce(SubmitJob submitJob, JobStore store, Claims claims, Ids ids) {
    this.submitJob = submitJob;
    this.store = store;
    this.claims = claims;
    this.ids = ids;
  }

  /**
   * @param isNew false if an earlier request claimed the key
   */
  public record Submitted(Job job, boolean isNew) {}

  /**
   * @param key what the caller chose; two callers' keys never meet
   * @param fingerprint of the request's text
   * @throws ProblemException {@code IDEMPOTENCY_CONFLICT} if the key was used for another request;
   *     {@code JOB_DELETED} if its job was deleted: a request that is only repeated, by a proxy or
   *     a script, must not run again what somebody has tidied away; or what submitting throws
   */
  public Submitted submit(String key, String fingerprint, SubmitJob.Request request) {
    var mine = new Claims.Claim(fingerprint, ids.next());
    var earlier = claims.claim(request.by().subject() + "\n" + key, mine);
    if (earlier.isEmpty()) {
      return new Submitted(submitJob.submit(request.withId(mine.job())), true);
    }
    if (!earlier.get().fingerprint().equals(fingerprint)) {
      throw new ProblemException(Problem.IDEMPOTENCY_CONFLICT, Map.of("key", key));
    }
    // Whoever claimed it may be slow, or have ended before it submitted: then the job is made now,
    // with the claimed id. Should both make it, the first stays and both get that.
    var claimed = earlier.get().job();
    var job =
        store
            .find(claimed)
            .map(JobRecord::job)
            .orElseGet(() -> submitJob.submit(request.withId(claimed)));
    return new Submitted(job, false);
  }
}
