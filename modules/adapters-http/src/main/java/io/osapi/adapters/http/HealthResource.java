package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.application.CheckReadiness;
import java.util.LinkedHashMap;
import java.util.Map;

/** Probes. */
final class HealthResource {
  private final CheckReadiness checkReadiness;

  HealthResource(CheckReadiness checkReadiness) {
    this.checkReadiness = checkReadiness;
  }

  /** That this is answered at all is the news. */
  Reply live(Call call) {
    return Reply.ok(Map.of("status", "ok"));
  }

  Reply ready(Call call) {
    return checkReadiness
        .check()
        .map(HealthResource::notReady)
        .orElseGet(() -> Reply.ok(Map.of("status", "ready")));
  }

  private static Reply notReady(String error) {
    var view = new LinkedHashMap<String, Object>();
    view.put("status", "not_ready");
    view.put("error", error);
    return Reply.of(Status.SERVICE_UNAVAILABLE_503, view);
  }
}
