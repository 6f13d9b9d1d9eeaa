package io.osapi.adapters.os;

import io.osapi.domain.operation.LogOperations.LogTail;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;

/** Reads the logs that the configuration allows, by their names and by what these lead to. */
final class LogFiles {
  private final List<PathMatcher> allowed;

  /**
   * @param allowed absolute paths in which {@code *}, {@code ?} and {@code []} match within one
   *     element
   */
  LogFiles(List<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + plain(pattern)))
            .toList();
  }

  LogTail tail(String asked, int lines) throws IOException {
    var path = path(asked).filter(this::isAllowed).orElseThrow(() -> refusal(asked));
    if (!Files.exists(path)) {
      throw new OperationFailure("log-unreadable", "log file not found: " + asked);
    }
    // Before it is opened, for a device may do something then; the check that counts is below.
    if (!Files.isRegularFile(path) || !isAllowed(path.toRealPath())) {
      throw refusal(asked);
    }
    int descriptor =
        SystemCalls.open(path.toString())
            .orElseThrow(() ->
                new OperationFailure(
                    "log-unreadable", "log file cannot be read by this worker's user: " + asked));
    try {
      return tail(asked, Path.of("/proc/self/fd", Integer.toString(descriptor)), lines);
    } finally {
      SystemCalls.close(descriptor);
    }
  }

  /**
   * What was opened is what is read, whatever has become of its name: the kernel tells what it is
   * (proc_pid_fd(5)), and opening it by that link opens the same file.
   */
  private LogTail tail(String asked, Path opened, int lines) throws IOException {
    if (!Files.isRegularFile(opened) || !isAllowed(Files.readSymbolicLink(opened))) {
      throw refusal(asked);
    }
    try (var file = Files.newByteChannel(opened)) {
      var tail = TailReader.read(file, lines);
      return new LogTail(asked, tail.lines(), tail.lines().size(), tail.cut());
    }
  }

  private boolean isAllowed(Path path) {
    return allowed.stream().anyMatch(pattern -> pattern.matches(path));
  }

  /** Empty for what names no file by itself: relative, or by way of other directories. */
  private static Optional<Path> path(String asked) {
    try {
      var path = Path.of(asked);
      return path.isAbsolute() && path.normalize().toString().equals(asked)
          ? Optional.of(path)
          : Optional.empty();
    } catch (InvalidPathException notOne) {
      return Optional.empty();
    }
  }

  /** Braces and backslashes mean themselves; to Java's patterns they would mean more. */
  private static String plain(String pattern) {
    return pattern.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}");
  }

  private static OperationFailure refusal(String asked) {
    return new OperationFailure("not-allowed", "log path not in allowed list: " + asked);
  }
}
