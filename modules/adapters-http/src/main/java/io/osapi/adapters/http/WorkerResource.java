package io.osapi.adapters.http;

import io.osapi.application.ListWorkers;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.util.Map;
import java.util.Optional;

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
    return Optional.of(hostname)
        .filter(HostName::isValid)
        .map(HostName::new)
        .flatMap(listWorkers::find)
        .map(entry -> Reply.ok(WorkerView.withFacts(entry)))
        .orElseThrow(
            () -> new ProblemException(Problem.WORKER_NOT_FOUND, Map.of("worker", hostname)));
  }
}
