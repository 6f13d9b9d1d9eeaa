package io.osapi.adapters.os;

import io.osapi.application.port.HostCommands.CommandOutcome;
import io.osapi.domain.job.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Runs allowed commands and scripts, a few at once. */
final class CommandRunner {
  private static final Fault BUSY = new Fault("busy", "busy");

  private final AllowedCommands allowed;
  private final Programs programs;
  private final Duration timeout;
  private final Semaphore free;

  CommandRunner(AllowedCommands allowed, Programs programs, Duration timeout, int maxConcurrent) {
    this.allowed = allowed;
    this.programs = programs;
    this.timeout = timeout;
    this.free = new Semaphore(maxConcurrent);
  }

  /** Looks up what may be run. */
  @FunctionalInterface
  private interface Lookup {
    AllowedCommands.Runnable find() throws OperationFailure;
  }

  /** An allowed command, or a script by its file's name. */
  CommandOutcome run(String asked, Consumer<String> lines) throws InterruptedException {
    return run(() -> allowed.find(asked), lines);
  }

  CommandOutcome runScript(String name, Consumer<String> lines) throws InterruptedException {
    return run(() -> allowed.script(name), lines);
  }

  private CommandOutcome run(Lookup lookup, Consumer<String> lines) throws InterruptedException {
    try {
      var command = lookup.find();
      if (!free.tryAcquire()) {
        return new CommandOutcome.Refused(BUSY);
      }
      try {
        return run(command, lines);
      } finally {
        free.release();
      }
    } catch (OperationFailure failure) {
      return new CommandOutcome.Refused(failure.fault());
    }
  }

  private CommandOutcome run(AllowedCommands.Runnable command, Consumer<String> lines)
      throws OperationFailure, InterruptedException {
    var argv = new ArrayList<>(command.argv());
    var program =
        programs
            .find(argv.getFirst())
            .orElseThrow(() ->
                new OperationFailure("command-failed", argv.getFirst() + " is not on this host"));
    argv.set(0, program.toString());
    return switch (programs.run(argv, timeout, lines)) {
      case Programs.Ended.Exited(int code, var output) ->
          new CommandOutcome.Exited(command.line(), code, output);
      case Programs.Ended.TimedOut(var output) ->
          new CommandOutcome.TimedOut(command.line(), timeout, output);
    };
  }
}
