package io.osapi.adapters.http;

import io.osapi.application.ListWorkers;
import io.osapi.domain.operation.OperationName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A worker as the API shows it. */
final class WorkerView {
  private WorkerView() {}

  static Map<String, Object> list(List<ListWorkers.Entry> entries) {
    var view = new LinkedHashMap<String, Object>();
    view.put("workers", entries.stream().map(WorkerView::of).toList());
    view.put("total", entries.size());
    return view;
  }

  static Map<String, Object> of(ListWorkers.Entry entry) {
    var worker = entry.member().worker();
    var view = new LinkedHashMap<String, Object>();
    view.put("hostname", worker.host().value());
    view.put("labels", worker.labels().values());
    view.put("version", worker.version());
    view.put("platform", worker.platform());
    view.put("state", entry.member().heartbeat().state().text());
    view.put("liveness", entry.liveness().text());
    view.put("last_heartbeat", Rfc3339.text(entry.member().lastHeartbeat()));
    view.put("running_jobs", entry.member().heartbeat().runningJobs());
    view.put("capabilities", worker.capabilities().stream().map(OperationName::toString).toList());
    return view;
  }

  /** With what changes slowly. */
  static Map<String, Object> withFacts(ListWorkers.Entry entry) {
    var worker = entry.member().worker();
    var view = of(entry);
    view.put("started_at", Rfc3339.text(worker.startedAt()));
    view.put("max_jobs", worker.maxJobs());
    view.put("heartbeat_interval", worker.heartbeatInterval().toString());
    return view;
  }
}
