package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.application.AwaitJob;
import io.osapi.application.CancelJob;
import io.osapi.application.DeleteJob;
import io.osapi.application.GetJob;
import io.osapi.application.RetryJob;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.InstantSource;
import java.util.Map;

/** One job, whatever its operation. */
final class JobResource {
  private final GetJob getJob;
  private final RetryJob retryJob;
  private final CancelJob cancelJob;
  private final DeleteJob deleteJob;
  private final AwaitJob awaitJob;
  private final HeldRequests held;
  private final InstantSource clock;

  JobResource(ApiServer.UseCases useCases, HeldRequests held, InstantSource clock) {
    this.getJob = useCases.getJob();
    this.retryJob = useCases.retryJob();
    this.cancelJob = useCases.cancelJob();
    this.deleteJob = useCases.deleteJob();
    this.awaitJob = useCases.awaitJob();
    this.held = held;
    this.clock = clock;
  }

  Reply get(Call call) {
    var id = id(call);
    var wait = call.preferences().maxWait();
    JobRecord job =
        wait.filter(atMost -> !atMost.isZero())
            .map(atMost -> held.hold(() -> awaitJob.await(id, atMost), () -> getJob.get(id)))
            .orElseGet(() -> getJob.get(id));
    var reply = Reply.ok(JobView.of(job, clock.instant())).withTag();
    return wait.map(reply::applying).orElse(reply);
  }

  /** Needs what submitting the job needed: else a retry would be a way around it. */
  Reply retry(Call call) {
    var whom = RetryRequest.read(call.body());
    var original = getJob.get(id(call)).job();
    Gate.permitted(call.caller(), original.invocation().operation().scope());
    return JobCollection.created(retryJob.retry(original.id(), whom, call.caller()));
  }

  Reply cancel(Call call) {
    return accepted(cancelJob.cancel(id(call), call.caller()));
  }

  Reply delete(Call call) {
    return deleteJob.delete(id(call), call.caller()).map(this::accepted).orElseGet(Reply::done);
  }

  private Reply accepted(JobRecord job) {
    return Reply.of(Status.ACCEPTED_202, JobView.of(job, clock.instant())).at(job.job().id());
  }

  /** What is no id names no job. */
  private static JobId id(Call call) {
    var text = call.path().get("id");
    return JobId.parse(text)
        .orElseThrow(() -> new ProblemException(Problem.JOB_NOT_FOUND, Map.of("job", text)));
  }
}
