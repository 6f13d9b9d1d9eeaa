package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.osapi.adapters.nats.enrolment.Enrolment;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks whether workers were enrolled or revoked, by whatever process, and has it take effect. */
final class Doorkeeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Doorkeeper.class.getName());

  /** Whoever enrols or revokes expects it to hold within a second. */
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /** What is wrong with the server or the disk does not pass in a moment. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** File systems tell time in steps of some milliseconds. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Enrolment enrolment;
  private final Consumer<Enrolment.Known> admit;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Enrolment.Known admitted;
  private Instant seen = Instant.MAX;

  private Doorkeeper(
      Enrolment enrolment, Enrolment.Known admitted, Consumer<Enrolment.Known> admit) {
    this.enrolment = enrolment;
    this.admitted = admitted;
    this.admit = admit;
  }

  /**
   * @param admitted who is let in already
   * @param admit lets those in, and nobody else
   */
  static Doorkeeper start(
      Enrolment enrolment, Enrolment.Known admitted, Consumer<Enrolment.Known> admit) {
    var doorkeeper = new Doorkeeper(enrolment, admitted, admit);
    Thread.ofVirtual().name("doorkeeper").start(doorkeeper::watch);
    return doorkeeper;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    try {
      var wait = INTERVAL;
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        wait = look() ? INTERVAL : RETRY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False if it could not be seen to. */
  private boolean look() {
    try {
      var change = enrolment.lastChange();
      if (change.equals(seen)) {
        return true;
      }
      var known = enrolment.known();
      if (!known.equals(admitted)) {
        admit.accept(known);
        LOG.log(INFO, "{0} workers may connect", known.workers().size());
        admitted = known;
      }
      // A change in the same instant, which would look like this one, must have had its time.
      if (change.plus(SETTLED).isBefore(Instant.now())) {
        seen = change;
      }
      return true;
    } catch (IllegalStateException | UncheckedIOException failed) {
      if (closed.getCount() > 0) {
        LOG.log(ERROR, "who may connect could not be changed; trying again", failed);
      }
      return false;
    }
  }
}
