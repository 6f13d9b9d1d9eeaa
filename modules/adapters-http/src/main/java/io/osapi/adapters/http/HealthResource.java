package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.application.CheckReadiness;
import io.osapi.application.DescribeHealth;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Probes. */
final class HealthResource {
  private final CheckReadiness checkReadiness;
  private final DescribeHealth describeHealth;
  private final String version;
  private final long startedNanos = System.nanoTime();

  HealthResource(CheckReadiness checkReadiness, DescribeHealth describeHealth, String version) {
    this.checkReadiness = checkReadiness;
    this.describeHealth = describeHealth;
    this.version = version;
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

  Reply status(Call call) {
    var health = describeHealth.describe();
    return Reply.of(
        health.isDegraded() ? Status.SERVICE_UNAVAILABLE_503 : Status.OK_200,
        HealthView.of(health, version, uptime()));
  }

  /** In whole seconds: nobody reads more of it. */
  private Duration uptime() {
    return Duration.ofSeconds(Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds());
  }

  private static Reply notReady(String error) {
    var view = new LinkedHashMap<String, Object>();
    view.put("status", "not_ready");
    view.put("error", error);
    return Reply.of(Status.SERVICE_UNAVAILABLE_503, view);
  }
}
