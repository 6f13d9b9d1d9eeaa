package io.osapi.domain.operation;

import io.osapi.domain.access.Scope;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Fallback;
import io.osapi.domain.shape.Matches;
import io.osapi.domain.shape.Range;
import java.util.List;

/** Logs that an edge worker's configuration allows to be read. */
public final class LogOperations {
  /** Most lines that are read at once. */
  public static final int MAX_LINES = 10_000;

  private static final Family LOG = new Family("log", "Log files of the host");

  private static final String PATH = "/[^\\u0000-\\u001f\\u007f-\\u009f]{1,4095}";

  public record LogQuery(
      @About("Absolute path of a file that the worker's allowed_log_paths match")
          @Matches(value = PATH, hint = "must be an absolute path on one line")
          String logPath,
      @About("How many lines from the end") @Fallback("100") @Range(min = 1, max = MAX_LINES)
          int lines) {}

  public record LogTail(
      @About("Path, as it was asked for") String logPath,
      @About("The last lines in the order of the file") List<String> lines,
      @About("How many lines these are") int totalLines,
      @About("Whether a line was too long to be told whole, or lines before these were left out")
          boolean truncated) {}

  // It changes nothing, but logs tell more of a host and its users than its state does.
  public static final Operation<LogQuery, LogTail> FILE_READ =
      LOG.query("file.read", "Read the last lines of a log", LogQuery.class, LogTail.class)
          .needing(Scope.WRITE);

  static final Family.Members ALL = LOG.of(FILE_READ);

  private LogOperations() {}
}
