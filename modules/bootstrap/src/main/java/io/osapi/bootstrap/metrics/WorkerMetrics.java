package io.osapi.bootstrap.metrics;

import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.OperationName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * Numbers about the operations that this worker runs, and about its process.
 *
 * <p>Labels have few values, all of them ours: operations of the catalogue, kinds of answers.
 * Thread-safe.
 */
public final class WorkerMetrics {
  /** From a file that is read to the hours that an operation may take, in seconds. */
  private static final double[] BOUNDS_SECONDS = {
    0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800, 3_600
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Counter operations;
  private final Histogram durations;

  public WorkerMetrics() {
    operations =
        Counter.builder()
            .name("osapi_worker_operations_total")
            .help("Operations that this worker ran to an answer")
            .labelNames("operation", "outcome")
            .withoutExemplars()
            .register(registry);
    durations =
        Histogram.builder()
            .name("osapi_worker_operation_duration_seconds")
            .help("How long operations took on this worker")
            .unit(Unit.SECONDS)
            .labelNames("operation")
            .classicOnly()
            .classicUpperBounds(BOUNDS_SECONDS)
            .withoutExemplars()
            .register(registry);
    JvmMetrics.builder().register(registry);
  }

  /** A scrape, written. */
  record Scrape(String mediaType, byte[] text) {}

  /** Counts and times what is run through it. */
  public OperationRunner counting(OperationRunner runner) {
    return new OperationRunner() {
      @Override
      public List<OperationName> capabilities() {
        return runner.capabilities();
      }

      @Override
      public Execution run(
          Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
        var execution = runner.run(invocation, timeout, stop, progress);
        count(invocation, execution);
        return execution;
      }
    };
  }

  /**
   * All of it as text.
   *
   * @param accept the header field of the request; may be empty
   */
  Scrape scrape(String accept) {
    var writer = formats.findWriter(accept);
    var text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape());
    } catch (IOException impossible) {
      // Nothing but memory is written to.
      throw new UncheckedIOException(impossible);
    }
    return new Scrape(writer.getContentType(), text.toByteArray());
  }

  private void count(Invocation<?, ?> invocation, OperationRunner.Execution execution) {
    var operation = invocation.operation().toString();
    operations.labelValues(operation, outcome(execution.answer())).inc();
    durations.labelValues(operation).observe(Unit.nanosToSeconds(execution.took().toNanos()));
  }

  private static String outcome(Answer answer) {
    return switch (answer) {
      case Answer.Completed _ -> "completed";
      case Answer.Failed _ -> "failed";
      case Answer.Skipped _ -> "skipped";
      case Answer.TimedOut _ -> "timed_out";
    };
  }
}
