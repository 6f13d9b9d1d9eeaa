package io.osapi.emulator;

import static java.lang.System.Logger.Level.WARNING;

import io.osapi.adapters.nats.Nats;
import io.osapi.application.port.Tracing;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fleet of workers in one process. Each has its own name, consumer, slots, journal and
 * heartbeats, and does what any worker does, but for the operations: those are only acted. They
 * share a few connections.
 */
public final class EmulatedFleet implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EmulatedFleet.class.getName());

  /** Bounds the end: what still runs then is delivered again. */
  private static final Duration DRAIN = Duration.ofSeconds(4);

  /**
   * 250 workers a second: the API side makes a consumer for each, and until it has, a worker asks
   * for that again and again.
   */
  private static final Duration JOIN_INTERVAL = Duration.ofMillis(4);

  /** Heartbeats that wait for the broker at once: of thousands, the last would time out. */
  private static final int MAX_BEATS_IN_FLIGHT = 64;

  private final Settings settings;
  private final List<Nats> connections;
  private final List<EmulatedWorker> workers;
  private final ActedOperations operations;
  private final CountDownLatch notBeating;
  private Thread joining;

  private EmulatedFleet(
      Settings settings,
      List<Nats> connections,
      List<EmulatedWorker> workers,
      ActedOperations operations) {
    this.settings = settings;
    this.connections = connections;
    this.workers = workers;
    this.operations = operations;
    this.notBeating = new CountDownLatch(workers.size());
  }

  /**
   * How their operations act, whichever they are.
   *
   * @param delay that each takes, 0 or more
   * @param failureRate the share of those that fail, from 0 (none does) to 1 (all do)
   */
  public record Behaviour(Duration delay, double failureRate) {
    public static final Behaviour AT_ONCE = new Behaviour(Duration.ZERO, 0);

    public Behaviour {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay must not be negative: " + delay);
      } else if (!(failureRate >= 0 && failureRate <= 1)) {
        throw new IllegalArgumentException("failure rate must be 0 to 1: " + failureRate);
      }
    }
  }

  /**
   * What to emulate.
   *
   * @param workers 1 or more
   * @param connections that they share, 1 or more
   * @param namePrefix of their host names, before a number of five digits or more
   * @param labels of each of them
   * @param maxJobs that each runs at the same time
   * @param tasks what each tells of its host, and how often; none for workers that are no edge
   */
  public record Settings(
      Nats.Endpoint endpoint,
      Nats.Layout layout,
      int workers,
      int connections,
      String namePrefix,
      Labels labels,
      int maxJobs,
      Duration heartbeatInterval,
      Map<EdgeTask, Duration> tasks,
      Behaviour behaviour) {

    HostName host(int number) {
      return new HostName("%s%05d".formatted(namePrefix, number));
    }
  }

  /**
   * What they have done.
   *
   * @param operations that were run to their end
   * @param failed those of them that failed, by chance or because they were stopped
   */
  public record Totals(long operations, long failed) {}

  /** Returns at once; the workers join as the API side hears of them. */
  public static EmulatedFleet start(Settings settings) {
    var clock = InstantSource.system();
    var catalogue = Catalogue.standard();
    var operations = new ActedOperations(catalogue, settings.behaviour());
    var turns = new Semaphore(MAX_BEATS_IN_FLIGHT);
    var connections = new ArrayList<Nats>();
    var sides = new ArrayList<Nats.WorkerSide>();
    for (int i = 0; i < settings.connections(); i++) {
      var nats = Nats.open(settings.endpoint(), Tracing.NONE);
      connections.add(nats);
      sides.add(nats.workerSide(settings.layout(), catalogue, settings.host(i)));
    }
    var workers = new ArrayList<EmulatedWorker>();
    for (int number = 0; number < settings.workers(); number++) {
      var side = sides.get(number % sides.size());
      var nats = connections.get(number % connections.size());
      var me = worker(settings, settings.host(number), operations, clock);
      var outlet = nats.telemetry(settings.layout(), DeviceId.of(me.host()));
      workers.add(new EmulatedWorker(me, side, operations, clock, turns, settings.tasks(), outlet));
    }
    var fleet = new EmulatedFleet(settings, connections, workers, operations);
    connections.forEach(Nats::connect);
    fleet.joining = Thread.ofVirtual().name("joining").start(fleet::join);
    return fleet;
  }

  private void join() {
    try {
      for (var worker : workers) {
        worker.join(notBeating::countDown);
        TimeUnit.NANOSECONDS.sleep(JOIN_INTERVAL.toNanos());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when every worker's first heartbeat has arrived. */
  public void awaitBeating() throws InterruptedException {
    notBeating.await();
  }

  public Totals totals() {
    return new Totals(operations.runSoFar(), operations.failedSoFar());
  }

  /**
   * Ends all workers in order, within ten seconds: they take nothing new, what runs may end, and
   * the fleet forgets them, consumers and all.
   */
  @Override
  public void close() {
    awaitEndOfJoining();
    var known = new AtomicInteger();
    try (var leaving = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var worker : workers) {
        leaving.submit(() -> {
          if (!worker.leave(DRAIN)) {
            known.incrementAndGet();
          }
          return null;
        });
      }
    }
    if (known.get() > 0) {
      LOG.log(
          WARNING,
          "{0} workers named {1}… could not be withdrawn: NATS is out of reach. They stay known for"
              + " as long as silent workers do",
          known,
          settings.namePrefix());
    }
    connections.forEach(Nats::close);
  }

  private void awaitEndOfJoining() {
    joining.interrupt();
    try {
      joining.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Worker worker(
      Settings settings, HostName host, ActedOperations operations, InstantSource clock) {
    return new Worker(
        host,
        settings.labels(),
        "emulated",
        "linux/emulated",
        clock.instant(),
        settings.heartbeatInterval(),
        settings.maxJobs(),
        operations.capabilities());
  }
}
