package io.osapi.adapters.os;

import static io.osapi.domain.operation.AgentOperations.HEALTH_GET;
import static io.osapi.domain.operation.CommandOperations.EXEC_RUN;
import static io.osapi.domain.operation.CommandOperations.SCRIPT_RUN;
import static io.osapi.domain.operation.LogOperations.FILE_READ;
import static io.osapi.domain.operation.ServiceOperations.UNIT_RESTART;
import static io.osapi.domain.operation.ServiceOperations.UNIT_START;
import static io.osapi.domain.operation.ServiceOperations.UNIT_STATUS;
import static io.osapi.domain.operation.ServiceOperations.UNIT_STOP;

import io.osapi.application.port.HostCommands;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.CommandOperations.CommandRun;
import io.osapi.domain.operation.LogOperations.LogTail;
import io.osapi.domain.operation.ServiceOperations.UnitChange;
import java.io.IOException;
import java.util.function.Consumer;

/** What only edge workers do, for jobs and for who asks over NATS alike. */
final class EdgeProvider implements HostCommands {
  /** Of the output that a failed command's error tells, its end. */
  private static final int MAX_TOLD_CHARS = 2_000;

  private final Systemctl systemctl;
  private final CommandRunner runner;
  private final LogFiles logs;

  EdgeProvider(Systemctl systemctl, CommandRunner runner, LogFiles logs) {
    this.systemctl = systemctl;
    this.runner = runner;
    this.logs = logs;
  }

  static EdgeProvider of(HostOperations.Edge edge, Tracing tracing) {
    var programs = new Programs(edge.environment(), tracing);
    return new EdgeProvider(
        new Systemctl(edge.allowedServices(), programs),
        new CommandRunner(
            new AllowedCommands(edge.scriptsDirectory(), edge.allowedCommands()),
            programs,
            edge.timeout(),
            edge.maxConcurrent()),
        new LogFiles(edge.allowedLogPaths()));
  }

  void register(Handlers handlers, HostOperations.HealthSource health) {
    handlers.on(UNIT_STATUS, unit -> systemctl.status(unit.serviceName()));
    handlers.on(UNIT_START, unit -> systemctl.act(UnitAction.START, unit.serviceName()));
    handlers.on(UNIT_STOP, unit -> systemctl.act(UnitAction.STOP, unit.serviceName()));
    handlers.on(UNIT_RESTART, unit -> systemctl.act(UnitAction.RESTART, unit.serviceName()));
    handlers.onLong(EXEC_RUN, (line, progress) -> done(runner.run(line.command(), progress::say)));
    handlers.onLong(
        SCRIPT_RUN, (script, progress) -> done(runner.runScript(script.script(), progress::say)));
    handlers.on(FILE_READ, query -> logs.tail(query.logPath(), query.lines()));
    handlers.on(HEALTH_GET, _ -> health.health());
  }

  @Override
  public Outcome<UnitChange> service(UnitAction action, String name) throws InterruptedException {
    return outcome(() -> systemctl.act(action, name));
  }

  @Override
  public CommandOutcome run(String command) throws InterruptedException {
    Consumer<String> nobodyListens = _ -> {};
    return runner.run(command, nobodyListens);
  }

  @Override
  public Outcome<LogTail> tail(String path, int lines) throws InterruptedException {
    return outcome(() -> logs.tail(path, lines));
  }

  /** What a handler does. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private static <T> Outcome<T> outcome(Work<T> work) throws InterruptedException {
    try {
      return new Outcome.Done<>(work.run());
    } catch (OperationFailure failure) {
      return new Outcome.Refused<>(failure.fault());
    } catch (NotSupported lacking) {
      return new Outcome.Refused<>(new Fault("not-supported", lacking.getMessage()));
    } catch (IOException failure) {
      return new Outcome.Refused<>(HostFiles.fault(failure));
    }
  }

  /** A job whose command failed has failed; the end of what it wrote says why. */
  private static CommandRun done(CommandOutcome outcome) throws OperationFailure {
    return switch (outcome) {
      case CommandOutcome.Exited(var line, int code, var output) when code == 0 ->
          new CommandRun(line, output.text(), code, output.truncated());
      case CommandOutcome.Exited(_, int code, var output) ->
          throw new OperationFailure(
              "command-failed", "command exited with code " + code + end(output));
      case CommandOutcome.TimedOut(_, var after, var output) ->
          throw new OperationFailure(
              "command-timed-out",
              "command execution timeout (" + after.toSeconds() + "s)" + end(output));
      case CommandOutcome.Refused(var fault) ->
          throw new OperationFailure(fault.code(), fault.message());
    };
  }

  private static String end(Output output) {
    var text = output.text().strip();
    var end = text.substring(Math.max(0, text.length() - MAX_TOLD_CHARS));
    return end.isEmpty() ? "" : ": " + end;
  }
}
