package io.osapi.adapters.os;

import io.osapi.application.port.HostCommands.Output;
import io.osapi.application.port.Tracing;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs what an edge worker's configuration allows: an argument vector, nothing on stdin, a session
 * of its own, and an environment of three variables and the trace.
 */
final class Programs {
  private static final String TRACE_PARENT = "TRACEPARENT";

  /** For output that is on its way when the program ends; a daemon may hold the pipe for ever. */
  private static final Duration OUTPUT_GRACE = Duration.ofMillis(250);

  private final Map<String, String> environment;
  private final List<Path> directories;
  private final Tracing tracing;

  /**
   * @param environment PATH, LANG and HOME of every program; PATH is also where they are found
   */
  Programs(Map<String, String> environment, Tracing tracing) {
    this.environment = Map.copyOf(environment);
    this.directories =
        List.of(environment.get("PATH").split(":")).stream()
            .filter(directory -> directory.startsWith("/"))
            .map(Path::of)
            .toList();
    this.tracing = tracing;
  }

  /** What came of it. */
  sealed interface Ended {
    Output output();

    record Exited(int code, Output output) implements Ended {}

    record TimedOut(Output output) implements Ended {}
  }

  /** The absolute path of a program of that name or path; empty where the host has none. */
  Optional<Path> find(String program) {
    if (program.startsWith("/")) {
      return Optional.of(Path.of(program)).filter(Files::isExecutable);
    }
    return program.contains("/")
        ? Optional.empty()
        : directories.stream()
            .map(directory -> directory.resolve(program))
            .filter(Files::isExecutable)
            .findFirst();
  }

  /**
   * Runs it to its end, and ends it with all it started when {@code timeout} has passed or this
   * thread is interrupted.
   *
   * @param lines hears the last line of each piece of output as it comes
   */
  Ended run(List<String> argv, Duration timeout, Consumer<String> lines)
      throws OperationFailure, InterruptedException {
    // setsid(1) becomes the program that it starts, so the process is the leader of its session.
    var setsid = find("setsid");
    var command = new ArrayList<String>();
    setsid.ifPresent(program -> command.add(program.toString()));
    command.addAll(argv);
    var process = start(command);
    var output = CappedOutput.of(process.getInputStream(), lines);
    var errors = CappedOutput.of(process.getErrorStream(), lines);
    boolean ended = false;
    try {
      ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!ended) {
        new ProcessTree(process, setsid.isPresent()).kill();
      }
    }
    var text = joined(output.await(OUTPUT_GRACE), errors.await(OUTPUT_GRACE));
    return ended ? new Ended.Exited(process.exitValue(), text) : new Ended.TimedOut(text);
  }

  private Process start(List<String> command) throws OperationFailure {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    tracing
        .position()
        .ifPresent(position -> builder.environment().put(TRACE_PARENT, position.traceParent()));
    builder.directory(new File("/"));
    builder.redirectInput(new File("/dev/null"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new OperationFailure("command-failed", command.getLast() + " could not be started", e);
    }
  }

  private static Output joined(CappedOutput.Text output, CappedOutput.Text errors) {
    boolean needsBreak =
        !output.text().isEmpty() && !errors.text().isEmpty() && !output.text().endsWith("\n");
    return new Output(
        output.text() + (needsBreak ? "\n" : "") + errors.text(),
        output.truncated() || errors.truncated());
  }
}
