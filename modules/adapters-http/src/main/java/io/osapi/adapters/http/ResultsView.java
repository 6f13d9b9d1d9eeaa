package io.osapi.adapters.http;

import static io.osapi.adapters.http.Views.put;
import static io.osapi.adapters.http.Views.putError;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.WorkerOutcome;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.worker.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an operation gave on each host, as the operation's own resource shows it. */
final class ResultsView {
  private ResultsView() {}

  /** With the results of the workers that are finished at {@code now}, by host name. */
  static Map<String, Object> of(JobRecord entry, Instant now) {
    var results = new ArrayList<Map<String, Object>>();
    entry
        .timeline()
        .outcomes(entry.job(), now)
        .forEach((host, outcome) -> {
          if (outcome.status().isFinal()) {
            results.add(result(host, outcome));
          }
        });
    var view = new LinkedHashMap<String, Object>();
    view.put("job_id", entry.job().id().value());
    view.put("target", entry.job().target().text());
    view.put("results", results);
    return view;
  }

  private static Map<String, Object> result(HostName host, WorkerOutcome outcome) {
    var completed = Views.completed(outcome);
    var view = new LinkedHashMap<String, Object>();
    view.put("hostname", host.value());
    view.put("status", status(outcome.status()));
    put(view, "changed", completed.flatMap(Answer.Completed::changed));
    putError(view, outcome.error());
    // A member of the output never hides whose result this is and what came of it.
    completed.ifPresent(output -> output.data().forEach(view::putIfAbsent));
    return view;
  }

  static String status(WorkerStatus status) {
    return status == WorkerStatus.COMPLETED ? "ok" : status.text();
  }
}
