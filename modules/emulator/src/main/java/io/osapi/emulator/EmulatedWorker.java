package io.osapi.emulator;

import io.osapi.adapters.nats.Nats;
import io.osapi.application.HoldJob;
import io.osapi.application.RunJob;
import io.osapi.application.SendHeartbeat;
import io.osapi.application.port.Heartbeats;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** One worker: name, consumer, slots, journal and heartbeats of its own. */
final class EmulatedWorker implements WorkQueue.JobHandler {
  /** Heartbeats are spread over this part of an interval, so that a fleet does not beat at once. */
  private static final double JITTER = 0.1;

  /** While NATS is out of reach. */
  private static final Duration RETRY = Duration.ofMillis(250);

  /** A broker that a large fleet leaves at once may miss an answer's time. */
  private static final int FAREWELLS = 4;

  private final Worker me;
  private final RunJob runJob;
  private final HoldJob holdJob;
  private final SendHeartbeat sendHeartbeat;
  private final Heartbeats heartbeats;
  private final Semaphore turns;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final WorkQueue queue;
  private final EmulatedEdge edge;
  private volatile WorkQueue.Intake intake;
  private volatile Thread beating;

  /**
   * @param turns of those that speak to the registry at the same time
   * @param tasks what it tells of its host, and how often
   */
  EmulatedWorker(
      Worker me,
      Nats.WorkerSide side,
      OperationRunner operations,
      InstantSource clock,
      Semaphore turns,
      Map<EdgeTask, Duration> tasks,
      TelemetryOutlet outlet) {
    this.me = me;
    this.heartbeats = side.heartbeats();
    this.queue = side.queue();
    this.turns = turns;
    this.runJob =
        new RunJob(
            me.host(),
            side.reports(),
            operations,
            side.cancellations(),
            new EmulatedJournal(),
            Tracing.NONE,
            clock);
    this.holdJob = new HoldJob(me.host(), side.reports(), clock);
    this.sendHeartbeat = new SendHeartbeat(me, side.heartbeats());
    this.edge = new EmulatedEdge(DeviceId.of(me.host()), tasks, outlet, clock, stopped);
  }

  @Override
  public void handle(Job job, int attempt) {
    runJob.run(job, attempt);
  }

  @Override
  public void hold(Job job) {
    holdJob.hold(job);
  }

  /** Beats, and takes jobs as soon as the API side has heard it; {@code begun} after the first. */
  void join(Runnable begun) {
    intake = queue.open(me, this);
    edge.start("telemetry-" + me.host());
    beating =
        Thread.ofVirtual().name("heartbeat-" + me.host()).start(() -> beatUntilStopped(begun));
  }

  /**
   * Takes nothing more, lets what runs end, and has the registry forget this worker. Nothing is to
   * do for one that has not joined.
   *
   * @return false if the registry was out of reach
   */
  boolean leave(Duration drain) throws InterruptedException {
    if (beating == null) {
      return true;
    }
    stopped.countDown();
    intake.drain(drain);
    // A beat that is on its way would make it known again.
    beating.join();
    int left = FAREWELLS;
    boolean gone = false;
    while (!gone && left-- > 0) {
      gone = inTurn(() -> heartbeats.withdraw(me.host()));
    }
    return gone;
  }

  private void beatUntilStopped(Runnable begun) {
    var first = begun;
    try {
      boolean over = false;
      while (!over) {
        boolean sent = inTurn(() -> sendHeartbeat.send(Heartbeat.State.READY, intake.running()));
        if (sent) {
          first.run();
          first = () -> {};
        }
        over = stopped.await((sent ? jittered() : RETRY).toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration jittered() {
    double share = 1 - ThreadLocalRandom.current().nextDouble(JITTER);
    return Duration.ofNanos((long) (me.heartbeatInterval().toNanos() * share));
  }

  /** False while NATS is out of reach; the connection says so in the log. */
  private boolean inTurn(Runnable word) {
    turns.acquireUninterruptibly();
    try {
      word.run();
      return true;
    } catch (ProblemException outOfReach) {
      return false;
    } finally {
      turns.release();
    }
  }
}
