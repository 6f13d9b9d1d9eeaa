package io.osapi.application.port;

import io.osapi.domain.job.Answer;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.OperationName;
import java.time.Duration;
import java.util.List;

/** Runs operations on this host. */
public interface OperationRunner {

  /** The operations that have a handler here, in name order. */
  List<OperationName> capabilities();

  /**
   * Runs it to its end, or stops it at {@code timeout} or when it is told to stop. Never throws for
   * what the operation or the host did wrong: that is an answer.
   *
   * @param progress told how far it is, by operations that have something to tell
   */
  Execution run(Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress);

  default Execution run(Invocation<?, ?> invocation, Duration timeout, Stop stop) {
    return run(invocation, timeout, stop, Progress.IGNORED);
  }

  default Execution run(Invocation<?, ?> invocation, Duration timeout) {
    return run(invocation, timeout, Stop.NEVER);
  }

  /** Hears how far an operation is. Safe for use by many threads. */
  @FunctionalInterface
  interface Progress {
    Progress IGNORED = _ -> {};

    /**
     * May be called as often as there is something to say: who listens passes over what is too
     * much. Does not wait.
     *
     * @param message one line for people
     */
    void say(String message);
  }

  /** How a run is ended from outside. */
  interface Stop {
    Stop NEVER = _ -> () -> {};

    /**
     * Has {@code action} run once when the run is to end, unless the interest was closed before.
     */
    Interest whenStopped(Runnable action);
  }

  /**
   * Closed by who no longer wants to hear. When closing returns, the action does not run any more.
   */
  interface Interest extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * What came of it.
   *
   * @param took from a monotonic clock
   */
  record Execution(Answer answer, Duration took) {}
}
