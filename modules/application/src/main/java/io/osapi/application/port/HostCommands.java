package io.osapi.application.port;

import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.LogOperations.LogTail;
import io.osapi.domain.operation.ServiceOperations.UnitChange;
import java.time.Duration;

/**
 * What a host does when its worker is asked. The allow-lists of the worker's own configuration
 * decide, whoever asks. Safe for use by many threads; an interrupt ends what runs.
 */
public interface HostCommands {

  /** What may be done with a service. */
  enum UnitAction {
    START,
    STOP,
    RESTART,
    STATUS
  }

  /** Within half a minute. */
  Outcome<UnitChange> service(UnitAction action, String name) throws InterruptedException;

  /** An allowed command, or a script by its file's name. */
  CommandOutcome run(String command) throws InterruptedException;

  /**
   * @param lines from 1 to 10,000
   */
  Outcome<LogTail> tail(String path, int lines) throws InterruptedException;

  /** What came of it. */
  sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    /** Nothing was done, or it failed. */
    record Refused<T>(Fault fault) implements Outcome<T> {}
  }

  /** What came of a command. */
  sealed interface CommandOutcome {

    /**
     * It ran to its end.
     *
     * @param command as it is configured
     */
    record Exited(String command, int exitCode, Output output) implements CommandOutcome {}

    /** It was ended with all it had started. */
    record TimedOut(String command, Duration after, Output output) implements CommandOutcome {}

    /** Nothing was run. */
    record Refused(Fault fault) implements CommandOutcome {}
  }

  /**
   * @param truncated whether there was more
   */
  record Output(String text, boolean truncated) {}
}
