package io.osapi.benchmarks;

import io.osapi.adapters.nats.Nats;
import io.osapi.application.HoldJob;
import io.osapi.application.RunJob;
import io.osapi.application.SendHeartbeat;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.OperationName;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A fleet of workers in one process. Each has its own name, consumer, slots and heartbeats, and
 * runs what any worker runs, but for the operations: those are only acted. They share a few
 * connections.
 */
public final class WorkerEmulator implements AutoCloseable {
  /** Bounds the end: what still runs then is delivered again. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  private final List<Nats> connections;
  private final List<Emulated> workers;
  private final ActedOperations operations;

  private WorkerEmulator(
      List<Nats> connections, List<Emulated> workers, ActedOperations operations) {
    this.connections = connections;
    this.workers = workers;
    this.operations = operations;
  }

  /**
   * What to emulate.
   *
   * @param workers 1 or more
   * @param connections that they share, 1 or more
   * @param namePrefix of their host names, before a number of five digits
   * @param labels of each of them
   * @param maxJobs that each runs at the same time
   * @param behaviour of their operations
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
      ActedOperations.Behaviour behaviour) {

    HostName host(int number) {
      return new HostName("%s%05d".formatted(namePrefix, number));
    }
  }

  /** Returns at once; the workers join as the API side hears of them. */
  public static WorkerEmulator start(Settings settings) {
    var clock = InstantSource.system();
    var catalogue = Catalogue.standard();
    var operations = new ActedOperations(catalogue, settings.behaviour());
    var connections = new ArrayList<Nats>();
    var sides = new ArrayList<Nats.WorkerSide>();
    for (int i = 0; i < settings.connections(); i++) {
      var nats = Nats.open(settings.endpoint());
      connections.add(nats);
      sides.add(nats.workerSide(settings.layout(), catalogue));
    }
    var workers = new ArrayList<Emulated>();
    for (int number = 0; number < settings.workers(); number++) {
      var side = sides.get(number % sides.size());
      var me = worker(settings, settings.host(number), operations.capabilities(), clock);
      workers.add(Emulated.open(me, side, operations, clock));
    }
    connections.forEach(Nats::connect);
    workers.forEach(Emulated::beat);
    return new WorkerEmulator(connections, workers, operations);
  }

  /** Operations that were run so far, by all of them. */
  public long operationsRun() {
    return operations.count();
  }

  @Override
  public void close() {
    workers.forEach(Emulated::stop);
    workers.forEach(worker -> worker.intake.drain(DRAIN));
    connections.forEach(Nats::close);
  }

  private static Worker worker(
      Settings settings, HostName host, List<OperationName> capabilities, InstantSource clock) {
    return new Worker(
        host,
        settings.labels(),
        "emulated",
        "linux/emulated",
        clock.instant(),
        settings.heartbeatInterval(),
        settings.maxJobs(),
        capabilities);
  }

  /** One worker. */
  private static final class Emulated implements WorkQueue.JobHandler {
    private final Worker me;
    private final RunJob runJob;
    private final HoldJob holdJob;
    private final SendHeartbeat sendHeartbeat;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private WorkQueue.Intake intake;

    private Emulated(
        Worker me, Nats.WorkerSide side, OperationRunner operations, InstantSource clock) {
      this.me = me;
      this.runJob =
          new RunJob(
              me.host(),
              side.store(),
              operations,
              side.cancellations(),
              new EmulatedJournal(),
              clock);
      this.holdJob = new HoldJob(me.host(), side.store(), clock);
      this.sendHeartbeat = new SendHeartbeat(me, side.heartbeats());
    }

    static Emulated open(
        Worker me, Nats.WorkerSide side, OperationRunner operations, InstantSource clock) {
      var emulated = new Emulated(me, side, operations, clock);
      emulated.intake = side.queue().open(me, emulated);
      return emulated;
    }

    @Override
    public void handle(Job job, int attempt) {
      runJob.run(job, attempt);
    }

    @Override
    public void hold(Job job) {
      holdJob.hold(job);
    }

    void beat() {
      Thread.ofVirtual().name("heartbeat-" + me.host()).start(this::beatUntilStopped);
    }

    void stop() {
      stopped.countDown();
    }

    private void beatUntilStopped() {
      long interval = me.heartbeatInterval().toNanos();
      try {
        boolean over = false;
        while (!over) {
          long wait =
              send()
                  ? ThreadLocalRandom.current().nextLong(interval * 9 / 10, interval)
                  : interval / 40;
          over = stopped.await(wait, TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** False while NATS is out of reach; the connection says so in the log. */
    private boolean send() {
      try {
        sendHeartbeat.send(Heartbeat.State.READY, intake.running());
        return true;
      } catch (ProblemException outOfReach) {
        return false;
      }
    }
  }
}
