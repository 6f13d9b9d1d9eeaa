package io.osapi.adapters.os;

import io.osapi.application.port.HostCommands.UnitAction;
import io.osapi.domain.operation.ServiceOperations.UnitChange;
import io.osapi.domain.operation.ServiceOperations.UnitState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts, stops and asks about allowed units of systemd, by systemctl(1). */
final class Systemctl {
  /** A unit that takes longer goes on by itself; who asks is told. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Set<String> allowed;
  private final Programs programs;

  Systemctl(List<String> allowed, Programs programs) {
    this.allowed = Set.copyOf(allowed);
    this.programs = programs;
  }

  UnitState status(String name) throws IOException, InterruptedException {
    requireAllowed(name);
    return new UnitState(name, state(program(), name, deadline()));
  }

  /** All of it within {@link #PATIENCE}. */
  UnitChange act(UnitAction action, String name) throws IOException, InterruptedException {
    requireAllowed(name);
    var program = program();
    long deadline = deadline();
    var before = state(program, name, deadline);
    if (action == UnitAction.STATUS) {
      return new UnitChange(name, "status", "the service is " + before, before, false);
    }
    var verb = action.name().toLowerCase(Locale.ROOT);
    run(program, List.of(verb, "--no-ask-password"), name, deadline);
    var after = state(program, name, deadline);
    return new UnitChange(
        name,
        verb,
        "the service was " + past(action),
        after,
        action == UnitAction.RESTART || !after.equals(before));
  }

  private void requireAllowed(String name) throws OperationFailure {
    if (!allowed.contains(name)) {
      throw new OperationFailure("not-allowed", "service not in allowed list: " + name);
    }
  }

  private Path program() throws NotSupported {
    return programs
        .find("systemctl")
        .orElseThrow(() -> new NotSupported("this host has no systemctl"));
  }

  private String state(Path program, String name, long deadline)
      throws OperationFailure, InterruptedException {
    var properties = List.of("show", UnitProperties.WANTED);
    return UnitProperties.parse(run(program, properties, name, deadline)).status();
  }

  private String run(Path program, List<String> arguments, String name, long deadline)
      throws OperationFailure, InterruptedException {
    var argv =
        java.util.stream.Stream.of(List.of(program.toString()), arguments, List.of("--", name))
            .flatMap(List::stream)
            .toList();
    var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return switch (programs.run(argv, left, _ -> {})) {
      case Programs.Ended.Exited(int code, var output) when code == 0 -> output.text();
      case Programs.Ended.Exited(int code, var output) ->
          throw new OperationFailure(
              "service-failed",
              "systemctl "
                  + arguments.getFirst()
                  + " "
                  + name
                  + ": "
                  + complaint(output.text(), code));
      case Programs.Ended.TimedOut _ ->
          throw new OperationFailure(
              "timed-out", "service command timeout (" + TimeUnit.SECONDS.convert(PATIENCE) + "s)");
    };
  }

  private static String complaint(String output, int code) {
    var words = output.strip().lines().reduce((_, last) -> last).orElse("no message");
    return words + " (exit code " + code + ")";
  }

  private static String past(UnitAction action) {
    return switch (action) {
      case START -> "started";
      case STOP -> "stopped";
      case RESTART -> "restarted";
      case STATUS -> "asked";
    };
  }

  private static long deadline() {
    return System.nanoTime() + PATIENCE.toNanos();
  }
}
