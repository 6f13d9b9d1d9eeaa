package io.osapi.adapters.os;

import io.osapi.application.port.Tracing;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the system's own programs: an argument vector and never a shell, with nothing on stdin. */
final class Commands {
  /** Where systems keep their programs; the worker's own PATH may be anybody's. */
  static final List<Path> SYSTEM_DIRECTORIES =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/sbin"), Path.of("/bin"));

  /**
   * Of each output; what comes after it is read and dropped, so that the program does not stall.
   */
  static final int MAX_OUTPUT_BYTES = 1 << 20;

  /** W3C Trace Context, as programs that know it expect it in their environment. */
  private static final String TRACE_PARENT = "TRACEPARENT";

  /**
   * For output that is on its way when the program ends; one that hid from us may hold the pipe.
   */
  private static final Duration OUTPUT_GRACE = Duration.ofSeconds(1);

  private final List<Path> directories;
  private final Tracing tracing;

  /**
   * @param tracing each program is told in its environment what it runs for
   */
  Commands(List<Path> directories, Tracing tracing) {
    this.directories = List.copyOf(directories);
    this.tracing = tracing;
  }

  /** What a program that ended has left. */
  record Result(int exitCode, String output, String errors) {
    boolean isSuccess() {
      return exitCode == 0;
    }

    /** What it complains of, in its own words. */
    String complaint() {
      var said = errors.isBlank() ? output : errors;
      var words = said.strip().lines().reduce((_, last) -> last).orElse("no message");
      return words + " (exit code " + exitCode + ")";
    }
  }

  /** The absolute path of a program of that name; empty where the system has none. */
  Optional<Path> find(String program) {
    return directories.stream()
        .map(directory -> directory.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs it to its end, which is also that of all it started. An interrupt kills them.
   *
   * @param operands come after {@code --}, so that none of them is taken for an option
   */
  Result run(Path program, List<String> arguments, List<String> operands)
      throws OperationFailure, InterruptedException {
    var argv = new ArrayList<String>();
    argv.add(program.toString());
    argv.addAll(arguments);
    argv.add("--");
    argv.addAll(operands);
    var offspring = new Offspring();
    var process = start(argv, offspring);
    var output = collect(process.getInputStream());
    var errors = collect(process.getErrorStream());
    int exitCode = awaitEnd(process, offspring);
    return new Result(exitCode, text(output), text(errors));
  }

  private static int awaitEnd(Process process, Offspring offspring) throws InterruptedException {
    try {
      return process.waitFor();
    } finally {
      killTree(process);
      // Also after a good end: what stays in the background would run, and hold the output, for
      // ever.
      offspring.kill();
    }
  }

  private Process start(List<String> argv, Offspring offspring) throws OperationFailure {
    var builder = new ProcessBuilder(argv);
    builder.environment().clear();
    offspring.mark(builder.environment());
    // Parsers know the programs' own language only.
    builder.environment().putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C"));
    tracing
        .position()
        .ifPresent(position -> builder.environment().put(TRACE_PARENT, position.traceParent()));
    builder.redirectInput(new File("/dev/null"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new OperationFailure("command-failed", argv.getFirst() + " could not be started", e);
    }
  }

  /** Reads on a platform thread: reading a pipe would hold a carrier of the virtual ones. */
  private static CompletableFuture<String> collect(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofPlatform()
        .daemon()
        .name("command output")
        .start(() -> {
          try (stream) {
            var kept = stream.readNBytes(MAX_OUTPUT_BYTES);
            stream.transferTo(OutputStream.nullOutputStream());
            text.complete(new String(kept, StandardCharsets.UTF_8));
          } catch (IOException | RuntimeException e) {
            text.completeExceptionally(e);
          }
        });
    return text;
  }

  private static String text(CompletableFuture<String> output)
      throws OperationFailure, InterruptedException {
    try {
      return output.get(OUTPUT_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new OperationFailure("command-failed", "a command's output could not be read", e);
    }
  }

  private static void killTree(Process process) {
    if (process.isAlive()) {
      killTree(process.toHandle());
    }
  }

  /**
   * Parents first: one that sees its child die may start another. Their children are asked for
   * before, for afterwards nobody knows whose they were.
   */
  private static void killTree(ProcessHandle process) {
    var children = process.children().toList();
    process.destroyForcibly();
    children.forEach(Commands::killTree);
  }
}
