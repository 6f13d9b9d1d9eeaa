package io.osapi.adapters.http;

import static io.osapi.adapters.http.Views.put;
import static io.osapi.adapters.http.Views.putError;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.job.WorkerOutcome;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A job as the API shows it. */
final class JobView {
  /** How many workers' errors are told in the job's own; each worker's stands with the worker. */
  private static final int MAX_ERRORS = 3;

  private JobView() {}

  /** The answer to a submission. */
  static Map<String, Object> submitted(Job job) {
    var view = new LinkedHashMap<String, Object>();
    view.put("job_id", job.id().value());
    view.put("status", JobStatus.SUBMITTED.text());
    view.put("target", job.target().text());
    view.put("expected_workers", job.expected().stream().map(HostName::value).toList());
    view.put("created_at", Rfc3339.text(job.createdAt()));
    view.put("expires_at", Rfc3339.text(job.expiresAt()));
    return view;
  }

  /** With everything that happened. */
  static Map<String, Object> of(JobRecord entry, Instant now) {
    var outcomes = entry.timeline().outcomes(entry.job(), now);
    var view = item(entry, now);
    view.put("responses", byHost(answered(outcomes), JobView::response));
    put(view, "result", result(outcomes));
    view.put("timeline", timeline(entry));
    return view;
  }

  /** As lists show it: what the workers answered, which may be long, is left out. */
  static Map<String, Object> item(JobRecord entry, Instant now) {
    var job = entry.job();
    var status = entry.status(now);
    var outcomes = entry.timeline().outcomes(job, now);
    var view = new LinkedHashMap<String, Object>();
    view.put("id", job.id().value());
    view.put("status", status.text());
    view.put("operation", operation(job.invocation()));
    view.put("target", job.target().text());
    view.put("created_at", Rfc3339.text(job.createdAt()));
    view.put("updated_at", Rfc3339.text(updatedAt(entry)));
    view.put("expires_at", Rfc3339.text(job.expiresAt()));
    view.put("created_by", job.createdBy());
    put(view, "retry_of", job.retryOf().map(JobId::value));
    put(view, "retried_as", entry.timeline().retry().map(retried -> retried.as().value()));
    view.put("workers", byHost(outcomes, JobView::worker));
    put(view, "error", error(status, outcomes));
    return view;
  }

  private static <I extends Record> Map<String, Object> operation(Invocation<I, ?> invocation) {
    var view = new LinkedHashMap<String, Object>();
    view.put("type", invocation.operation().name().toString());
    view.put("data", invocation.operation().input().write(invocation.input()));
    return view;
  }

  private static Instant updatedAt(JobRecord entry) {
    var events = entry.timeline().events();
    return events.isEmpty() ? entry.job().createdAt() : events.getLast().at();
  }

  private static Map<String, Object> byHost(
      SortedMap<HostName, WorkerOutcome> outcomes,
      Function<WorkerOutcome, Map<String, Object>> view) {
    var views = new LinkedHashMap<String, Object>();
    outcomes.forEach((host, outcome) -> views.put(host.value(), view.apply(outcome)));
    return views;
  }

  private static Map<String, Object> worker(WorkerOutcome outcome) {
    var view = new LinkedHashMap<String, Object>();
    view.put("status", outcome.status().text());
    put(view, "started_at", outcome.startedAt().map(Rfc3339::text));
    put(view, "finished_at", outcome.finishedAt().map(Rfc3339::text));
    put(view, "duration_ms", duration(outcome).map(Duration::toMillis));
    view.put("attempts", outcome.attempts());
    putError(view, outcome.error());
    return view;
  }

  /** The worker's own measure; between the store's times where it never told. */
  private static Optional<Duration> duration(WorkerOutcome outcome) {
    return outcome
        .took()
        .or(() ->
            outcome
                .startedAt()
                .flatMap(start -> outcome.finishedAt().map(end -> Duration.between(start, end))));
  }

  private static SortedMap<HostName, WorkerOutcome> answered(
      SortedMap<HostName, WorkerOutcome> outcomes) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getValue().answer().isPresent())
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, TreeMap::new));
  }

  private static Map<String, Object> response(WorkerOutcome outcome) {
    var view = new LinkedHashMap<String, Object>();
    view.put("status", outcome.status().text());
    var completed = Views.completed(outcome);
    put(view, "changed", completed.flatMap(Answer.Completed::changed));
    put(view, "data", completed.map(Answer.Completed::data));
    putError(view, outcome.error());
    return view;
  }

  private static Optional<Map<String, Object>> result(SortedMap<HostName, WorkerOutcome> outcomes) {
    return outcomes.size() == 1
        ? Views.completed(outcomes.firstEntry().getValue()).map(Answer.Completed::data)
        : Optional.empty();
  }

  private static Optional<String> error(
      JobStatus status, SortedMap<HostName, WorkerOutcome> outcomes) {
    if (status != JobStatus.FAILED && status != JobStatus.PARTIAL_FAILURE) {
      return Optional.empty();
    }
    var errors =
        outcomes.entrySet().stream()
            .filter(entry -> !entry.getValue().status().isSuccess())
            .flatMap(entry ->
                entry.getValue().error().stream()
                    .map(fault -> entry.getKey() + ": " + fault.message()))
            .toList();
    var told = String.join("; ", errors.stream().limit(MAX_ERRORS).toList());
    int untold = errors.size() - MAX_ERRORS;
    return Optional.of(untold > 0 ? told + "; and " + untold + " more" : told);
  }

  private static List<Map<String, Object>> timeline(JobRecord entry) {
    var views = new ArrayList<Map<String, Object>>();
    // The job is its own first event.
    views.add(event(entry.job().createdAt(), TimelineEvent.Kind.SUBMITTED));
    entry.timeline().events().forEach(event -> views.add(event(event)));
    return views;
  }

  private static Map<String, Object> event(TimelineEvent event) {
    var view = event(event.at(), event.kind());
    put(view, "hostname", event.worker().map(HostName::value));
    put(view, "message", message(event));
    if (event instanceof TimelineEvent.Answered answered) {
      putError(view, answered.answer().error());
    }
    return view;
  }

  private static Map<String, Object> event(Instant at, TimelineEvent.Kind kind) {
    var view = new LinkedHashMap<String, Object>();
    view.put("timestamp", Rfc3339.text(at));
    view.put("event", kind.text());
    return view;
  }

  private static Optional<String> message(TimelineEvent event) {
    return switch (event) {
      case TimelineEvent.Progress progress -> Optional.of(progress.message());
      case TimelineEvent.Started started ->
          started.attempt() > 1 ? Optional.of("attempt " + started.attempt()) : Optional.empty();
      case TimelineEvent.Cancelled cancelled -> Optional.of("cancelled by " + cancelled.by());
      case TimelineEvent.Retried retried -> Optional.of("retried as " + retried.as());
      case TimelineEvent.Acknowledged _,
          TimelineEvent.Answered _,
          TimelineEvent.Lost _,
          TimelineEvent.Expired _ ->
          Optional.empty();
    };
  }
}
