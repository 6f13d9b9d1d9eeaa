package io.osapi.adapters.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.SubmitJob;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MemorySystem;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final MemorySystem system = new MemorySystem();
  private final Metrics metrics = new Metrics(system.describeHealth);
  private final SubmitJob submitJob =
      new SubmitJob(
          system.fleet, system.jobs, metrics.counting(system.queue), system.ids, system.clock);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void both_formats_say_the_same_by_the_rules_of_prometheus() {
    system.startWorker("web-01", new MemoryRunner());
    submit(new Target.All());
    metrics.answered("GET", "/api/v1/jobs/{id}", 200, Duration.ofMillis(3));
    var plain = ScrapedText.of(text(List.of()));
    var open = ScrapedText.of(text(List.of("application/openmetrics-text")));

    assertThat(plain.faults()).isEmpty();
    assertThat(open.faults()).isEmpty();
    assertThat(open.families().keySet())
        .map(name -> name.replaceFirst("_(total|info)$", ""))
        .containsAll(
            plain.families().keySet().stream()
                .map(name -> name.replaceFirst("_(total|info)$", ""))
                .toList());
  }

  @Test
  void these_are_the_metrics_and_their_labels() {
    system.startWorker("web-01", new MemoryRunner());
    submit(new Target.All());
    metrics.answered("GET", "/api/v1/jobs/{id}", 200, Duration.ofMillis(3));
    var scraped = ScrapedText.of(text(List.of()));

    assertThat(scraped.families())
        .containsAllEntriesOf(
            Map.of(
                "http_server_request_duration_seconds", "histogram",
                "osapi_jobs_submitted_total", "counter",
                "osapi_jobs_active", "gauge",
                "osapi_jobs", "gauge",
                "osapi_workers", "gauge",
                "osapi_dlq_messages", "gauge",
                "osapi_nats_connected", "gauge",
                "osapi_nats_reconnects_total", "counter",
                "jvm_memory_used_bytes", "gauge",
                "process_cpu_seconds_total", "counter"));
    assertThat(scraped.labels("http_server_request_duration_seconds_count"))
        .isEqualTo(Set.of("http_request_method", "http_route", "http_response_status_code"));
    assertThat(scraped.labels("osapi_jobs_submitted_total"))
        .isEqualTo(Set.of("operation", "target_kind"));
    assertThat(scraped.labels("osapi_jobs")).isEqualTo(Set.of("status"));
    assertThat(scraped.labels("osapi_workers")).isEqualTo(Set.of("liveness"));
  }

  @Test
  void jobs_are_counted_by_operation_and_kind_of_target_as_they_are_accepted() {
    system.startWorker("web-01", new MemoryRunner());
    submit(new Target.All());
    submit(new Target.All());
    submit(new Target.Any());

    assertThat(text(List.of()))
        .contains(submitted("all") + " 2.0\n")
        .contains(submitted("any") + " 1.0\n")
        .doesNotContain("web-01");
  }

  @Test
  void jobs_are_counted_and_timed_as_they_end() {
    system.startWorker("web-01", new MemoryRunner());
    metrics.ended(submit(new Target.Any()), JobStatus.COMPLETED, Duration.ofMillis(300));

    assertThat(text(List.of()))
        .contains(
            "osapi_jobs_finished_total{operation=\"system.hostname.get\",status=\"completed\"} 1.0\n")
        .contains(
            "osapi_job_duration_seconds_bucket{operation=\"system.hostname.get\",le=\"0.25\"} 0\n")
        .contains(
            "osapi_job_duration_seconds_bucket{operation=\"system.hostname.get\",le=\"0.5\"} 1\n");
  }

  @Test
  void a_job_that_is_refused_is_not_counted() {
    assertThatThrownBy(() -> submit(new Target.All())).isInstanceOf(ProblemException.class);

    assertThat(text(List.of())).doesNotContain(submitted("all"));
  }

  @Test
  void what_cannot_be_had_is_not_told_as_zero() {
    system.outage.begin();

    assertThat(text(List.of()))
        .contains("osapi_nats_connected 0.0\n")
        .doesNotContain("osapi_jobs{")
        .doesNotContain("osapi_jobs_active")
        .doesNotContain("osapi_dlq_messages");
    system.outage.end();
    assertThat(text(List.of()))
        .contains("osapi_nats_connected 1.0\n")
        .contains("osapi_nats_reconnects_total 1.0\n")
        .contains("osapi_jobs_active 0.0\n")
        .contains("osapi_dlq_messages 0.0\n");
  }

  @Test
  void faults_in_a_scrape_are_found() {
    assertThat(ScrapedText.of("# TYPE a counter\na 1\n").faults())
        .containsExactly("a has no help", "a is a counter and does not end in _total");
    assertThat(ScrapedText.of("# HELP a_seconds x\n# TYPE a_seconds gauge\n1 2 3 4\n").faults())
        .containsExactly("not a sample: 1 2 3 4");
    assertThat(ScrapedText.of("# HELP B x\n# TYPE B gauge\nb 1\n").faults())
        .containsExactly("B is not in snake_case", "b belongs to no family");
  }

  private static String submitted(String kind) {
    return "osapi_jobs_submitted_total{operation=\"system.hostname.get\",target_kind=\""
        + kind
        + "\"}";
  }

  private Job submit(Target target) {
    return submitJob.submit(
        new SubmitJob.Request(
            Catalogue.standard().invocation("system.hostname.get", Map.of(), ""),
            target,
            Optional.empty(),
            Optional.empty(),
            new Principal("alice", Set.of(Role.ADMIN))));
  }

  private String text(List<String> accept) {
    return new String(metrics.scrape(accept).text(), StandardCharsets.UTF_8);
  }
}
