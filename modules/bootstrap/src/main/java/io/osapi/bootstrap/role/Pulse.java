package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.DEBUG;

import io.osapi.application.SendHeartbeat;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sends heartbeats: at once, then at every interval, and soon again where one could not be sent.
 */
final class Pulse {
  private static final System.Logger LOG = System.getLogger(Pulse.class.getName());

  /** While NATS is out of reach: a worker is to be known within a second of its return. */
  private static final Duration RETRY = Duration.ofMillis(250);

  /** While the first connection is made, for half a second: a job may wait for us already. */
  private static final Duration FIRST_RETRY = Duration.ofMillis(20);

  private static final int FIRST_RETRIES = 25;

  /**
   * Each interval is up to a tenth shorter, so that a fleet that started at once does not beat at
   * once.
   */
  private static final double JITTER = 0.1;

  /** A beat that cannot be sent fails within seconds. */
  private static final Duration LONGEST_BEAT = Duration.ofMinutes(1);

  private final SendHeartbeat sendHeartbeat;
  private final WorkQueue.Intake intake;
  private final Duration interval;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Ticks ticks;
  private volatile Heartbeat.State state = Heartbeat.State.READY;
  private volatile boolean wasHeard;

  private Pulse(SendHeartbeat sendHeartbeat, WorkQueue.Intake intake, Duration interval) {
    this.sendHeartbeat = sendHeartbeat;
    this.intake = intake;
    this.interval = interval;
    this.ticks = Ticks.from(interval.plus(LONGEST_BEAT));
  }

  static Pulse start(SendHeartbeat sendHeartbeat, WorkQueue.Intake intake, Duration interval) {
    var pulse = new Pulse(sendHeartbeat, intake, interval);
    Thread.ofVirtual().name("heartbeat").start(pulse::beatForEver);
    return pulse;
  }

  /** Says so now, and from now on. */
  void say(Heartbeat.State other) {
    state = other;
    beat();
  }

  /** Whether the last beat reached NATS. */
  boolean isHeard() {
    return wasHeard;
  }

  /** Whether it has stopped to try. */
  boolean hangs() {
    return ticks.haveStopped();
  }

  /** Says goodbye. */
  void stop() {
    stopped.countDown();
    say(Heartbeat.State.STOPPED);
  }

  private void beatForEver() {
    try {
      int failed = 0;
      boolean over = false;
      while (!over) {
        var wait = beat() ? jittered(interval) : failed++ < FIRST_RETRIES ? FIRST_RETRY : RETRY;
        ticks.tick();
        over = stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * False if it could not be sent; the connection says so in the log, once and not at every beat.
   */
  private boolean beat() {
    try {
      sendHeartbeat.send(state, intake.running());
      wasHeard = true;
    } catch (ProblemException outOfReach) {
      LOG.log(DEBUG, "heartbeat not sent: {0}", outOfReach.getMessage());
      wasHeard = false;
    }
    return wasHeard;
  }

  private static Duration jittered(Duration interval) {
    double share = 1 - ThreadLocalRandom.current().nextDouble(JITTER);
    return Duration.ofNanos((long) (interval.toNanos() * share));
  }
}
