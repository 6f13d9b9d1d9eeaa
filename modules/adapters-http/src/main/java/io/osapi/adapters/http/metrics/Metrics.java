package io.osapi.adapters.http.metrics;

import io.osapi.application.DescribeHealth;
import io.osapi.application.port.Dispatch;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Numbers about this process, and about the jobs and workers that it knows of.
 *
 * <p>Every label has few values, all of them ours: a route is told as its template, a method that
 * HTTP does not have as {@value #OTHER}. What a caller sends is never a label. Thread-safe.
 */
public final class Metrics {
  /** The media types of a scrape. */
  public static final List<String> MEDIA_TYPES =
      List.of(PrometheusTextFormatWriter.CONTENT_TYPE, OpenMetricsTextFormatWriter.CONTENT_TYPE);

  private static final String OPEN_METRICS = "application/openmetrics-text";

  /** As OpenTelemetry's conventions call a method that is none, and so for a path that is none. */
  private static final String OTHER = "_OTHER";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /**
   * OpenTelemetry's advice for requests, in seconds, and beyond it the waits that callers ask for:
   * up to 60 s.
   */
  private static final double[] BOUNDS_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 30, 60
  };

  /** From an answer at once to the day that a job may take, in seconds. */
  private static final double[] JOB_BOUNDS_SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 86_400
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
  private final Histogram requests;
  private final Counter submitted;
  private final Counter finished;
  private final Histogram durations;
  private boolean hasJvm;

  /**
   * @param describeHealth asked once for each scrape
   */
  public Metrics(DescribeHealth describeHealth) {
    requests =
        Histogram.builder()
            .name("http_server_request_duration_seconds")
            .help("How long requests took to be answered, by the template of their route")
            .unit(Unit.SECONDS)
            .labelNames("http_request_method", "http_route", "http_response_status_code")
            .classicOnly()
            .classicUpperBounds(BOUNDS_SECONDS)
            .withoutExemplars()
            .register(registry);
    // Not "created": OpenMetrics keeps that ending for the time when a counter began.
    submitted =
        Counter.builder()
            .name("osapi_jobs_submitted_total")
            .help("Jobs that this process accepted")
            .labelNames("operation", "target_kind")
            .withoutExemplars()
            .register(registry);
    finished =
        Counter.builder()
            .name("osapi_jobs_finished_total")
            .help("Jobs that became final while this process listened, whoever accepted them")
            .labelNames("status", "operation")
            .withoutExemplars()
            .register(registry);
    durations =
        Histogram.builder()
            .name("osapi_job_duration_seconds")
            .help("From the creation of a job to its end")
            .unit(Unit.SECONDS)
            .labelNames("operation")
            .classicOnly()
            .classicUpperBounds(JOB_BOUNDS_SECONDS)
            .withoutExemplars()
            .register(registry);
    registry.register(new HealthFigures(describeHealth));
  }

  /**
   * A scrape, written.
   *
   * @param mediaType one of {@link #MEDIA_TYPES}
   */
  public record Scrape(String mediaType, byte[] text) {}

  /** Counts the jobs that are announced through it. */
  public Dispatch counting(Dispatch dispatch) {
    return job -> {
      dispatch.announce(job);
      count(job);
    };
  }

  /** A job became final. */
  public void ended(Job job, JobStatus status, Duration took) {
    var operation = job.invocation().operation().toString();
    finished.labelValues(status.text(), operation).inc();
    durations.labelValues(operation).observe(Unit.nanosToSeconds(took.toNanos()));
  }

  /** A request to a route that there is was answered. */
  public void answered(String method, String routeTemplate, int status, Duration took) {
    requests
        .labelValues(
            METHODS.contains(method) ? method : OTHER, routeTemplate, Integer.toString(status))
        .observe(Unit.nanosToSeconds(took.toNanos()));
  }

  /** A request to a path that is none was answered. */
  public void answered(String method, int status, Duration took) {
    answered(method, OTHER, status, took);
  }

  /**
   * All of it as text.
   *
   * @param accept the values of the header field; Prometheus' own format unless it names
   *     OpenMetrics
   */
  public Scrape scrape(List<String> accept) {
    addJvm();
    boolean asksForOpenMetrics = accept.stream().anyMatch(each -> each.contains(OPEN_METRICS));
    var writer = asksForOpenMetrics ? openMetrics : prometheus;
    var text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Scrape(writer.getContentType(), text.toByteArray());
  }

  /**
   * What reads the JVM, by its management beans. They take 40 ms and 2 MB to set up, which nobody
   * waits for who does not scrape.
   */
  private synchronized void addJvm() {
    if (!hasJvm) {
      JvmMetrics.builder().register(registry);
      hasJvm = true;
    }
  }

  private void count(Job job) {
    submitted.labelValues(job.invocation().operation().toString(), kind(job.target())).inc();
  }

  private static String kind(Target target) {
    return switch (target) {
      case Target.Any _ -> "any";
      case Target.All _ -> "all";
      case Target.Host _ -> "host";
      case Target.Label _ -> "label";
    };
  }
}
