package io.osapi.bootstrap.telemetry;

import static java.lang.System.Logger.Level.WARNING;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends spans to a collector, by OTLP over HTTP; says once a minute at most that it cannot, and
 * drops them then: traces are worth less than the work they tell of.
 */
final class CollectorExporter implements SpanExporter {
  private static final System.Logger LOG = System.getLogger(CollectorExporter.class.getName());
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Where the endpoint names a collector and no path (OTLP, section on exporters). */
  private static final String USUAL_PATH = "/v1/traces";

  /**
   * The library's words for each failure; held, because what is set here is forgotten otherwise.
   */
  private final Logger libraryWords = Logger.getLogger("io.opentelemetry.exporter");

  private final SpanExporter otlp;
  private final URI endpoint;
  private final AtomicLong lost = new AtomicLong();
  private final Seldom complaints = new Seldom();

  private CollectorExporter(SpanExporter otlp, URI endpoint) {
    this.otlp = otlp;
    this.endpoint = endpoint;
    libraryWords.setLevel(Level.OFF);
  }

  static CollectorExporter to(URI endpoint) {
    var path = endpoint.getPath();
    var traces = path.isEmpty() || path.equals("/") ? endpoint.resolve(USUAL_PATH) : endpoint;
    // Not compressed: in a linked image the library cannot look for what would do it.
    var otlp =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(traces.toString())
            .setConnectTimeout(CONNECT_TIMEOUT)
            .setTimeout(TIMEOUT)
            .setComponentLoader(new Services())
            // A second try bridges a restart; with more, a command would wait for a dead collector.
            .setRetryPolicy(
                RetryPolicy.builder()
                    .setMaxAttempts(2)
                    .setInitialBackoff(Duration.ofMillis(500))
                    .setMaxBackoff(Duration.ofMillis(500))
                    .setBackoffMultiplier(1)
                    .build())
            .build();
    return new CollectorExporter(otlp, traces);
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    var result = otlp.export(spans);
    return result.whenComplete(() -> {
      if (!result.isSuccess()) {
        complain(lost.addAndGet(spans.size()), result.getFailureThrowable());
      }
    });
  }

  @Override
  public CompletableResultCode flush() {
    return otlp.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return otlp.shutdown();
  }

  private void complain(long spans, Throwable reason) {
    if (complaints.isTime()) {
      LOG.log(
          WARNING,
          "{0} spans could not be sent to {1} so far, and are lost: {2}",
          spans,
          endpoint,
          reason == null ? "no reason is known" : reason);
    }
  }

  /**
   * Finds who sends over HTTP. From this module, which says that it uses the service: the library's
   * own loader is in a module that cannot name a service of another one above it.
   */
  private static final class Services implements ComponentLoader {

    @Override
    public <T> Iterable<T> load(Class<T> service) {
      return ServiceLoader.load(service);
    }
  }
}
