package io.osapi.adapters.http.metrics;

import io.osapi.application.DescribeHealth;
import io.osapi.application.DescribeHealth.Health;
import io.osapi.application.port.Broker;
import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.worker.Liveness;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the health of this process says in numbers; what cannot be had is not told as zero. */
final class HealthFigures implements MultiCollector {
  private final DescribeHealth describeHealth;

  HealthFigures(DescribeHealth describeHealth) {
    this.describeHealth = describeHealth;
  }

  @Override
  public MetricSnapshots collect() {
    var health = describeHealth.describe();
    var figures = new ArrayList<MetricSnapshot>();
    figures.add(isConnected(health));
    figures.add(reconnects(health));
    health.jobs().ifPresent(counts -> figures.addAll(jobs(counts)));
    health.workers().ifPresent(counts -> figures.add(workers(counts)));
    health
        .holdings()
        .ifPresent(holdings ->
            figures.add(
                gauge(
                    "osapi_dlq_messages",
                    "Deliveries that were given up and are kept",
                    point(Labels.EMPTY, holdings.deadLetters()))));
    return new MetricSnapshots(figures);
  }

  private static MetricSnapshot isConnected(Health health) {
    return gauge(
        "osapi_nats_connected",
        "Whether there is a connection to NATS: 1 or 0",
        point(Labels.EMPTY, health.connection().state() instanceof Broker.Up ? 1 : 0));
  }

  private static MetricSnapshot reconnects(Health health) {
    return CounterSnapshot.builder()
        // The writer adds the ending that counters have.
        .name("osapi_nats_reconnects")
        .help("Connections to NATS that were lost and made again")
        .dataPoint(
            CounterDataPointSnapshot.builder().value(health.connection().reconnects()).build())
        .build();
  }

  private static List<MetricSnapshot> jobs(JobIndex.Counts counts) {
    long active =
        Stream.of(JobStatus.values())
            .filter(status -> !status.isFinal())
            .mapToLong(status -> count(counts, status))
            .sum();
    return List.of(
        gauge("osapi_jobs_active", "Jobs that are not final", point(Labels.EMPTY, active)),
        gauge(
            "osapi_jobs",
            "Jobs within the retention, by status",
            Stream.of(JobStatus.values())
                .map(status -> point(Labels.of("status", status.text()), count(counts, status)))
                .toArray(GaugeDataPointSnapshot[]::new)));
  }

  private static long count(JobIndex.Counts counts, JobStatus status) {
    return counts.byStatus().getOrDefault(status, 0L);
  }

  private static MetricSnapshot workers(Map<Liveness, Long> counts) {
    return gauge(
        "osapi_workers",
        "Workers that are known, by the age of their last heartbeat",
        counts.entrySet().stream()
            .map(each -> point(Labels.of("liveness", each.getKey().text()), each.getValue()))
            .toArray(GaugeDataPointSnapshot[]::new));
  }

  private static MetricSnapshot gauge(String name, String help, GaugeDataPointSnapshot... points) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    List.of(points).forEach(gauge::dataPoint);
    return gauge.build();
  }

  private static GaugeDataPointSnapshot point(Labels labels, long value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
