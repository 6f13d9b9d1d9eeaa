package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.osapi.application.CountJobs;
import io.osapi.application.ListJobs;
import io.osapi.application.ReadDeadLetters;
import io.osapi.application.SubmitJob;
import io.osapi.application.SubmitOnce;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/** All jobs, whatever their operation. */
final class JobCollection {
  private final SubmitJob submitJob;
  private final SubmitOnce submitOnce;
  private final ListJobs listJobs;
  private final CountJobs countJobs;
  private final ReadDeadLetters readDeadLetters;
  private final JobRequest requests;
  private final InstantSource clock;

  JobCollection(ApiServer.UseCases useCases, JobRequest requests, InstantSource clock) {
    this.submitJob = useCases.submitJob();
    this.submitOnce = useCases.submitOnce();
    this.listJobs = useCases.listJobs();
    this.countJobs = useCases.countJobs();
    this.readDeadLetters = useCases.readDeadLetters();
    this.requests = requests;
    this.clock = clock;
  }

  Reply submit(Call call) {
    var violations = new Violations();
    var key = violations.collect(() -> IdempotencyKey.of(call));
    var read = violations.collect(() -> requests.read(call.body(), call.caller()));
    violations.refuseIfAny();
    var request = read.orElseThrow();
    Gate.permitted(call.caller(), request.invocation().operation().scope());
    return key.orElseThrow()
        .map(text -> submitOnce(text, call, request))
        .orElseGet(() -> created(submitJob.submit(request)));
  }

  Reply list(Call call) {
    var listing = JobListing.read(call);
    var page = listJobs.list(listing.filter(), listing.limit(), listing.offset());
    var reply = Reply.ok(JobListing.view(page, clock.instant()));
    return listing
        .links(page.total())
        .map(links -> reply.with(HeaderNames.LINK, links))
        .orElse(reply);
  }

  Reply count(Call call) {
    var counts = countJobs.count();
    var byStatus = new LinkedHashMap<String, Object>();
    for (var status : JobStatus.values()) {
      byStatus.put(status.text(), counts.byStatus().getOrDefault(status, 0L));
    }
    var view = new LinkedHashMap<String, Object>();
    view.put("total_jobs", counts.total());
    view.put("status_counts", byStatus);
    view.put("operation_counts", counts.byOperation());
    view.put("dlq_count", readDeadLetters.read(0).total());
    return Reply.ok(view);
  }

  private Reply submitOnce(String key, Call call, SubmitJob.Request request) {
    var submitted = submitOnce.submit(key, IdempotencyKey.fingerprint(call.body()), request);
    return submitted.isNew()
        ? created(submitted.job())
        : Reply.ok(JobView.submitted(submitted.job())).at(submitted.job().id());
  }

  static Reply created(Job job) {
    return Reply.of(Status.CREATED_201, JobView.submitted(job)).at(job.id());
  }
}
