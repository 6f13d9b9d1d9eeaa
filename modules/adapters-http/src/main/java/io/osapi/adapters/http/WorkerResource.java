package io.osapi.adapters.http;

import io.osapi.application.ListWorkers;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.Map;

/** The fleet. */
final class WorkerResource {
  private final ListWorkers listWorkers;

  WorkerResource(ListWorkers listWorkers) {
    this.listWorkers = listWorkers;
  }

  Reply list(Call call) {
    return Reply.ok(WorkerView.list(listWorkers.list()));
  }

  Reply get(Call call) {
    var hostname = call.path().get("hostname");
    return listWorkers.list().stream()
        .filter(entry -> entry.member().host().value().equals(hostname))
        .findFirst()
        .map(entry -> Reply.ok(WorkerView.withFacts(entry)))
        .orElseThrow(
            () -> new ProblemException(Problem.WORKER_NOT_FOUND, Map.of("worker", hostname)));
  }
}
