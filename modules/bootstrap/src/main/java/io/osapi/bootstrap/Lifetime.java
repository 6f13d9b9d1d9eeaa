package io.osapi.bootstrap;

import static java.lang.System.Logger.Level.DEBUG;

import io.osapi.adapters.os.memory.MappedFiles;
import io.osapi.bootstrap.role.RunningRole;
import io.osapi.bootstrap.telemetry.Traces;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** From a role's start to the end of the process, by a signal or by the role's own failure. */
final class Lifetime {
  private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());

  /**
   * Pauses between times at which memory is given back: first that of the start, when a role runs;
   * then that of what it does again and again, when it has done it for the first time.
   */
  private static final List<Duration> UNTIL_MEMORY_IS_GIVEN_BACK =
      List.of(Duration.ofSeconds(20), Duration.ofSeconds(100));

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
    try {
      for (var pause : UNTIL_MEMORY_IS_GIVEN_BACK) {
        Thread.sleep(Boolean.getBoolean(TRAINING) ? Duration.ZERO : pause);
        MappedFiles.giveBack();
      }
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
