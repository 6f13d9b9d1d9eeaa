package io.osapi.adapters.http;

import io.osapi.application.DescribeHealth.Health;
import io.osapi.application.port.Broker;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.worker.Liveness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How this server and its parts are, as JSON. */
final class HealthView {
  private HealthView() {}

  static Map<String, Object> of(Health health, String version, Duration uptime) {
    var view = new LinkedHashMap<String, Object>();
    view.put("status", health.isDegraded() ? "degraded" : "ok");
    view.put("version", version);
    view.put("uptime", uptime.toString());
    view.put("components", components(health));
    if (health.connection().state() instanceof Broker.Up(var url, var serverVersion)) {
      view.put("nats", inOrder("url", url, "version", serverVersion));
    }
    health
        .holdings()
        .ifPresent(holdings -> {
          view.put("streams", holdings.streams().stream().map(HealthView::stream).toList());
          view.put("kv_buckets", holdings.buckets().stream().map(HealthView::bucket).toList());
        });
    var jobs = jobs(health);
    if (!jobs.isEmpty()) {
      view.put("jobs", jobs);
    }
    health.workers().ifPresent(counts -> view.put("workers", workers(counts)));
    return view;
  }

  /** Jobs that no worker has begun have a name of their own here. */
  static String name(JobStatus status) {
    return status == JobStatus.SUBMITTED ? "unprocessed" : status.text();
  }

  private static Map<String, Object> components(Health health) {
    var brokerFault =
        switch (health.connection().state()) {
          case Broker.Up _ -> Optional.<String>empty();
          case Broker.Down(var fault) -> Optional.of(fault);
        };
    return inOrder("nats", part(brokerFault), "kv", part(health.storeFault()));
  }

  private static Map<String, Object> part(Optional<String> fault) {
    return fault
        .map(error -> inOrder("status", "error", "error", error))
        .orElseGet(() -> inOrder("status", "ok"));
  }

  private static Map<String, Object> stream(Broker.Stream stream) {
    return inOrder(
        "name", stream.name(),
        "messages", stream.messages(),
        "bytes", stream.bytes(),
        "consumers", stream.consumers());
  }

  private static Map<String, Object> bucket(Broker.Bucket bucket) {
    return inOrder("name", bucket.name(), "keys", bucket.keys(), "bytes", bucket.bytes());
  }

  private static Map<String, Object> jobs(Health health) {
    var view = new LinkedHashMap<String, Object>();
    health
        .jobs()
        .ifPresent(counts -> {
          view.put("total", counts.total());
          for (var status : JobStatus.values()) {
            view.put(name(status), counts.byStatus().getOrDefault(status, 0L));
          }
        });
    health.holdings().ifPresent(holdings -> view.put("dlq", holdings.deadLetters()));
    return view;
  }

  private static Map<String, Object> workers(Map<Liveness, Long> counts) {
    var view = new LinkedHashMap<String, Object>();
    counts.forEach((liveness, count) -> view.put(liveness.text(), count));
    return view;
  }

  /** Names and values in turn. */
  private static Map<String, Object> inOrder(Object... members) {
    var view = new LinkedHashMap<String, Object>();
    for (int i = 0; i < members.length; i += 2) {
      view.put((String) members[i], members[i + 1]);
    }
    return view;
  }
}
