package io.osapi.bootstrap;

import static java.lang.System.Logger.Level.DEBUG;

import io.osapi.bootstrap.role.RunningRole;
import io.osapi.bootstrap.telemetry.Traces;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** From a role's start to the end of the process, by a signal or by the role's own failure. */
final class Lifetime {
  private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());

  /** Set while the images are built: what a role does after a while is to be in its cache, too. */
  private static final String TRAINING = "osapi.training";

  private final RunningRole role;
  private final Traces traces;
  private final Supervision supervision;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

  private Lifetime(RunningRole role, Traces traces, Supervision supervision) {
    this.role = role;
    this.traces = traces;
    this.supervision = supervision;
  }

  static Lifetime of(RunningRole role, Traces traces) {
    return new Lifetime(role, traces, Supervision.start(role::condition, System.getenv()));
  }

  /** Blocks until the role has failed; a signal ends the process with code 0 instead. */
  int await() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop"));
    role.failure().thenAccept(exitCode::complete);
    Thread.ofVirtual().name("after-start").start(Lifetime::giveBackMemory);
    int code = exitCode.join();
    closeOnce();
    return code;
  }

  private static void giveBackMemory() {
    SpareMemory.Pause pause = Boolean.getBoolean(TRAINING) ? _ -> {} : Thread::sleep;
    try {
      SpareMemory.ofThisProcess(pause).giveBack();
    } catch (InterruptedException | IOException kept) {
      LOG.log(DEBUG, "memory of the start is kept: {0}", kept);
    }
  }

  /**
   * An orderly stop is a success, and the JVM's own code for a signal would not say so. Halting is
   * safe here: the role is closed, and log lines are written as they come.
   */
  private void stopOnSignal() {
    if (closeOnce()) {
      Runtime.getRuntime().halt(0);
    }
  }

  /** False if it was closed before: then the process ends because the role failed. */
  private boolean closeOnce() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    supervision.close();
    role.close();
    // Last, for what was ended in order has its traces too.
    traces.close();
    return true;
  }
}
