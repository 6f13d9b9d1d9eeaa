package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.application.GetJob;
import io.osapi.application.SubmitJob;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.InstantSource;
import java.util.Map;

/** Jobs as such, whatever their operation. */
final class JobResource {
  private final SubmitJob submitJob;
  private final GetJob getJob;
  private final HeldRequests held;
  private final JobRequest requests;
  private final InstantSource clock;

  JobResource(
      SubmitJob submitJob,
      GetJob getJob,
      HeldRequests held,
      JobRequest requests,
      InstantSource clock) {
    this.submitJob = submitJob;
    this.getJob = getJob;
    this.held = held;
    this.requests = requests;
    this.clock = clock;
  }

  Reply submit(Call call) {
    var request = requests.read(call.body(), call.caller());
    Gate.permitted(call.caller(), request.invocation().operation().scope());
    var job = submitJob.submit(request);
    return Reply.of(Status.CREATED_201, JobView.submitted(job)).at(job.id());
  }

  Reply get(Call call) {
    var id = id(call);
    var wait = call.preferences().maxWait();
    JobRecord job = wait.map(atMost -> held.await(id, atMost)).orElseGet(() -> getJob.get(id));
    var reply = Reply.ok(JobView.of(job, clock.instant())).withTag();
    return wait.map(reply::applying).orElse(reply);
  }

  /** What is no id names no job. */
  private static JobId id(Call call) {
    var text = call.path().get("id");
    return JobId.parse(text)
        .orElseThrow(() -> new ProblemException(Problem.JOB_NOT_FOUND, Map.of("job", text)));
  }
}
