package io.osapi.adapters.http;

import io.osapi.application.GetWorker;
import io.osapi.application.ListWorkers;

/** The fleet. */
final class WorkerResource {
  private final ListWorkers listWorkers;
  private final GetWorker getWorker;

  WorkerResource(ListWorkers listWorkers, GetWorker getWorker) {
    this.listWorkers = listWorkers;
    this.getWorker = getWorker;
  }

  Reply list(Call call) {
    return Reply.ok(WorkerView.list(listWorkers.list()));
  }

  Reply get(Call call) {
    return Reply.ok(WorkerView.withFacts(getWorker.get(call.path().get("hostname"))));
  }
}
