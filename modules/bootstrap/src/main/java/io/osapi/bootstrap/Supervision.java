package io.osapi.bootstrap;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.adapters.os.supervisor.Supervisor;
import io.osapi.bootstrap.role.Condition;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells systemd, where it has started this process, how the role is, until it stops. */
final class Supervision implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Supervision.class.getName());

  /**
   * A role that waits for NATS is ready all the same after so long: it goes on by itself, and what
   * is to be started after it, such as NATS itself, must not wait for ever.
   */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Until the role is ready: what comes after it is started as soon as it can be. */
  private static final Duration FIRST_LOOKS = Duration.ofMillis(200);

  /** So old a status may be. */
  private static final Duration LOOKS = Duration.ofSeconds(5);

  private final Supplier<Condition> role;
  private final Optional<Supervisor> supervisor;
  private final Duration interval;
  private final Duration patience;
  private final long begunNanos = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean isReady;
  private volatile boolean isHeard = true;
  private String said = "";

  private Supervision(
      Supplier<Condition> role, Optional<Supervisor> supervisor, Duration patience) {
    this.role = role;
    this.supervisor = supervisor;
    this.interval = interval(supervisor.flatMap(Supervisor::watchdog));
    this.patience = patience;
  }

  /** Of this process; does nothing where nobody wants to be told. */
  static Supervision start(Supplier<Condition> role, Map<String, String> environment) {
    return start(role, supervisor(environment), PATIENCE);
  }

  /**
   * @param patience how long a role that waits is not ready
   */
  static Supervision start(
      Supplier<Condition> role, Optional<Supervisor> supervisor, Duration patience) {
    var supervision = new Supervision(role, supervisor, patience);
    if (supervisor.isPresent()) {
      // Of the platform: a call into libc would hold a carrier of the virtual ones.
      Thread.ofPlatform().daemon().name("supervision").start(supervision::watch);
    }
    return supervision;
  }

  private static Optional<Supervisor> supervisor(Map<String, String> environment) {
    try {
      return Supervisor.of(environment);
    } catch (IOException wrong) {
      LOG.log(WARNING, "systemd cannot be told of this process: {0}", wrong.getMessage());
      return Optional.empty();
    }
  }

  /** Two looks in the time of the watchdog: one may come late. */
  private static Duration interval(Optional<Duration> watchdog) {
    return watchdog
        .map(time -> time.dividedBy(2))
        .filter(half -> half.compareTo(LOOKS) < 0)
        .orElse(LOOKS);
  }

  /** Before the role stops. */
  @Override
  public void close() {
    closed.countDown();
    supervisor.ifPresent(told -> tell(() -> told.stopping("stops in order")));
  }

  private void watch() {
    try {
      do {
        look(supervisor.orElseThrow());
      } while (!closed.await((isReady ? interval : FIRST_LOOKS).toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Supervisor told) {
    var condition = role.get();
    if (closed.getCount() == 0) {
      return;
    }
    switch (condition) {
      case Condition.Works(var words) -> tell(() -> sayWell(told, words, true));
      case Condition.Waits(var words) -> tell(() -> sayWell(told, words, isOverPatience()));
      case Condition.Hangs(var words) -> tell(() -> sayIll(told, words));
    }
  }

  private boolean isOverPatience() {
    return System.nanoTime() - begunNanos >= patience.toNanos();
  }

  private void sayWell(Supervisor told, String words, boolean enough) throws IOException {
    if (!isReady && enough) {
      told.ready(words);
      isReady = true;
    } else if (!words.equals(said)) {
      told.say(words);
    }
    said = words;
    told.alive();
  }

  /** Without a word that it is alive: the watchdog ends it, and starts it anew. */
  private void sayIll(Supervisor told, String words) throws IOException {
    if (!words.equals(said)) {
      LOG.log(ERROR, "{0}; the watchdog, where there is one, is left to act", words);
      told.say(words);
    }
    said = words;
  }

  private interface Word {
    void say() throws IOException;
  }

  /** What was not heard is said again at the next look. */
  private void tell(Word word) {
    try {
      word.say();
      isHeard = true;
    } catch (IOException deaf) {
      if (isHeard) {
        LOG.log(WARNING, "systemd does not hear: {0}", deaf.getMessage());
      }
      isHeard = false;
    }
  }
}
