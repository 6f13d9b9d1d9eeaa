package io.osapi.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.application.SubmitJob;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MemorySystem;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.SystemOperations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the worker tells, and that the rules and the dashboard speak of nothing else. */
class MonitoringTest {
  private static final Path MONITORING = Path.of("..", "..", "docs", "monitoring");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:osapi|http_server|jvm|process)_[a-z0-9_]+");
  private static final Invocation<?, ?> HOSTNAME =
      new Invocation<>(SystemOperations.HOSTNAME_GET, new NoInput());

  private final WorkerMetrics measured = new WorkerMetrics();

  @Test
  void operations_are_counted_by_what_came_of_them() {
    var runner = measured.counting(new MemoryRunner());
    runner.run(HOSTNAME, Duration.ofSeconds(1));
    runner.run(HOSTNAME, Duration.ofSeconds(1));

    assertThat(text(measured))
        .contains(
            "osapi_worker_operations_total{operation=\"system.hostname.get\",outcome=\"skipped\"} 2.0\n")
        .contains(
            "osapi_worker_operation_duration_seconds_count{operation=\"system.hostname.get\"} 2\n")
        .contains("process_resident_memory_bytes ");
  }

  @Test
  void a_worker_tells_its_metrics_and_nothing_else() throws Exception {
    try (var endpoint = MetricsEndpoint.start("127.0.0.1", 0, measured)) {
      var scraped = send(endpoint, "GET", "/metrics");
      assertThat(scraped.statusCode()).isEqualTo(200);
      assertThat(scraped.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain");
      assertThat(scraped.body()).contains("jvm_memory_used_bytes");
      assertThat(send(endpoint, "POST", "/metrics").statusCode()).isEqualTo(405);
      assertThat(send(endpoint, "GET", "/metrics/x").statusCode()).isEqualTo(404);
      assertThatThrownBy(() -> MetricsEndpoint.start("127.0.0.1", endpoint.port(), measured))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("job.worker.metrics");
    }
  }

  @Test
  void rules_and_dashboard_name_only_metrics_that_there_are() throws IOException {
    var told = new TreeSet<>(names(api()));
    measured.counting(new MemoryRunner()).run(HOSTNAME, Duration.ofSeconds(1));
    told.addAll(names(text(measured)));

    for (var file : List.of("alerts.yaml", "dashboard.json")) {
      var named = names(Files.readString(MONITORING.resolve(file)));
      assertThat(named).as(file).hasSizeGreaterThan(5).isSubsetOf(told);
    }
  }

  /** A scrape of an API that has done a little of everything. */
  private static String api() {
    try (var system = new MemorySystem()) {
      var metrics = new Metrics(system.describeHealth);
      system.startWorker("web-01", new MemoryRunner());
      var job =
          new SubmitJob(
                  system.fleet,
                  system.jobs,
                  metrics.counting(system.queue),
                  system.ids,
                  system.clock)
              .submit(
                  new SubmitJob.Request(
                      Catalogue.standard().invocation("system.hostname.get", Map.of(), ""),
                      new Target.Any(),
                      Optional.empty(),
                      Optional.empty(),
                      new Principal("alice", Set.of(Role.ADMIN))));
      metrics.ended(job, JobStatus.COMPLETED, Duration.ofMillis(3));
      metrics.answered("GET", "/api/v1/jobs/{id}", 200, Duration.ofMillis(3));
      return new String(metrics.scrape(List.of()).text(), StandardCharsets.UTF_8);
    }
  }

  /** Of samples: histograms as the three that they are written as. */
  private static Set<String> names(String text) {
    var names = new TreeSet<String>();
    METRIC.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private static String text(WorkerMetrics metrics) {
    return new String(metrics.scrape("").text(), StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> send(MetricsEndpoint endpoint, String method, String path)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
      return http.send(
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
          BodyHandlers.ofString());
    }
  }
}
