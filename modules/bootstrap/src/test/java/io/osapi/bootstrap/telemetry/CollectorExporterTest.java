package io.osapi.bootstrap.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.port.Tracing.Activity;
import io.osapi.application.port.Tracing.Kind;
import io.osapi.bootstrap.config.Telemetry;
import io.osapi.otlp.Collector;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class CollectorExporterTest {
  private static final Activity ACTIVITY =
      new Activity("a", Kind.INTERNAL, Optional.empty(), Map.of(), Map.of());

  @Test
  void a_collector_gets_what_was_recorded_when_the_process_ends() {
    try (var collector = new Collector()) {
      var traces = to(collector.endpoint());
      var position = traces.call(ACTIVITY, running -> running.position().orElseThrow());
      traces.close();

      assertThat(collector.spans())
          .containsExactly(
              new Collector.Span("test", position.traceId(), position.spanId(), "", "a", 1));
    }
  }

  @Test
  void a_path_that_is_given_is_left_as_it_is() {
    try (var collector = new Collector()) {
      var traces = to(collector.endpoint().resolve("/v1/traces/"));
      traces.run(ACTIVITY, _ -> {});
      traces.close();

      assertThat(collector.spans()).hasSize(1);
    }
  }

  @Test
  void a_collector_that_hangs_holds_up_neither_the_work_nor_the_end() {
    try (var collector = Collector.thatHangs()) {
      var traces = to(collector.endpoint());
      var work = timed(() -> runMany(traces));
      var end = timed(traces::close);

      assertThat(work).isLessThan(Duration.ofSeconds(5));
      assertThat(end).isLessThan(Traces.FLUSH_TIME.plusSeconds(1));
    }
  }

  @Test
  void one_that_is_away_is_complained_of_once_a_minute() throws Exception {
    var complaints = new CopyOnWriteArrayList<LogRecord>();
    var logger = Logger.getLogger("io.osapi.bootstrap.telemetry");
    var library = Logger.getLogger("io.opentelemetry");
    var handler = collecting(complaints);
    logger.addHandler(handler);
    library.addHandler(handler);
    try {
      var traces = to(URI.create("http://127.0.0.1:" + freePort()));
      runMany(traces);
      traces.close();

      assertThat(complaints)
          .extracting(LogRecord::getMessage)
          .filteredOn(message -> message.contains("could not be sent"))
          .hasSize(1);
      // The other is about the queue, which was full.
      assertThat(complaints).hasSizeLessThanOrEqualTo(2);
    } finally {
      logger.removeHandler(handler);
      library.removeHandler(handler);
    }
  }

  /** Far more than the queue holds. */
  private static void runMany(Traces traces) {
    var ran = new AtomicInteger();
    for (int i = 0; i < 20_000; i++) {
      traces.run(ACTIVITY, _ -> ran.incrementAndGet());
    }
    assertThat(ran).hasValue(20_000);
  }

  private static Traces to(URI endpoint) {
    return Traces.start(
        new Telemetry.Tracing(true, Telemetry.Exporter.OTLP, Optional.of(endpoint)),
        new Traces.Source("test", "1.2.3", "web-01"),
        Traces.Console.STDOUT,
        false);
  }

  private static Duration timed(Runnable action) {
    long began = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Handler collecting(CopyOnWriteArrayList<LogRecord> into) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        into.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
