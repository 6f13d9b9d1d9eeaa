package io.osapi.adapters.nats;

import io.osapi.adapters.nats.Nats.Layout;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryTracing;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * An API side and a worker side over one real nats-server, with streams and buckets of their own.
 */
final class TestSystem implements AutoCloseable {
  static final Duration FIRST_BACK_OFF = Duration.ofMillis(300);
  static final int MAX_DELIVER = 5;

  final Nats apiConnection;
  final Nats workerConnection;
  final MemoryTracing tracing = new MemoryTracing();
  final Nats.ApiSide api;
  final Nats.WorkerSide worker;
  final Layout layout;

  TestSystem() {
    this(TestNats.url(), layout("t" + UUID.randomUUID().toString().substring(0, 8)));
  }

  TestSystem(String url, Layout layout) {
    this.layout = layout;
    apiConnection =
        Nats.open(new Nats.Endpoint(List.of(url), "test-api", Optional.empty()), tracing);
    workerConnection =
        Nats.open(new Nats.Endpoint(List.of(url), "test-worker", Optional.empty()), tracing);
    api = apiConnection.apiSide(layout, Samples.CATALOGUE, InstantSource.system());
    worker = workerConnection.workerSide(layout, Samples.CATALOGUE, new HostName("test-worker"));
    apiConnection.connect();
    workerConnection.connect();
  }

  /** The one that contract tests share: what each does has names of its own. Ends with the JVM. */
  static TestSystem shared() {
    return Shared.SYSTEM;
  }

  private static final class Shared {
    private static final TestSystem SYSTEM = new TestSystem().awaitReady();
  }

  static Layout layout(String name) {
    var day = Duration.ofHours(24);
    return new Layout(
        new Layout.Stream(name + "-JOBS", name + ".>", day, 1_000_000, false, 1),
        new Layout.DeadLetterStream(name + "-DLQ", day, 1_000, false, 1),
        new Layout.Bucket(name + "-queue", day, 0, false, 1),
        new Layout.Bucket(name + "-responses", day, 0, false, 1),
        new Layout.Bucket(name + "-workers", day, 0, false, 1),
        new Layout.Bucket(name + "-revoked", day, 0, false, 1),
        new Layout.Consumer(
            name + "-worker",
            MAX_DELIVER,
            Duration.ofSeconds(2),
            1_000,
            List.of(FIRST_BACK_OFF, Duration.ofMillis(500))),
        new Layout.Agents(
            name + "-agents",
            new Layout.TelemetryStream(name + "-TELEMETRY", day, 100, 32 << 20, false, 1)));
  }

  TestSystem awaitReady() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> api.probe().fault().isEmpty());
    return this;
  }

  /** Lets the API side know the worker before it opens, as its heartbeats do. */
  WorkQueue.Intake open(Worker me, WorkQueue.JobHandler handler) {
    // The worker's connection may be made a moment after the API's.
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(ProblemException.class)
        .until(() -> {
          worker.heartbeats().send(new Heartbeat(me, Heartbeat.State.READY, 0));
          return true;
        });
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> api.fleet().members().stream().anyMatch(member -> member.worker().equals(me)));
    return worker.queue().open(me, handler);
  }

  @Override
  public void close() {
    workerConnection.close();
    apiConnection.close();
  }
}
