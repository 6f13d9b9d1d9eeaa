package io.osapi.bootstrap.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** Writes a log record as one line, whatever its texts contain. */
final class LineFormatter extends Formatter {
  /** In characters, of a message and of an exception each: a line is not a dump. */
  static final int MAX_TEXT_LENGTH = 16 * 1024;

  /** In characters, of a field: some of them are chosen by callers. */
  static final int MAX_FIELD_LENGTH = 256;

  /** Of a line in JSON, beside its fields. */
  private static final Set<String> OWN_MEMBERS =
      Set.of("time", "level", "logger", "message", "exception");

  private final LogFormat format;

  LineFormatter(LogFormat format) {
    this.format = format;
  }

  @Override
  public String format(LogRecord event) {
    return switch (format) {
      case TEXT -> text(event);
      case JSON -> json(event);
    };
  }

  /** The message comes after the fields, so that it cannot pretend to be one of them. */
  private String text(LogRecord event) {
    var line = new StringBuilder(200);
    line.append(time(event))
        .append(String.format(" %-5s ", LogLevel.of(event.getLevel())))
        .append(Escaped.text(logger(event)));
    LogContext.fields()
        .forEach((name, value) ->
            line.append(' ')
                .append(Escaped.text(name))
                .append('=')
                .append(quoted(bounded(value, MAX_FIELD_LENGTH))));
    line.append(": ").append(Escaped.text(message(event)));
    if (event.getThrown() != null) {
      line.append(" | ").append(Escaped.text(trace(event.getThrown())));
    }
    return line.append('\n').toString();
  }

  private String json(LogRecord event) {
    var line = new StringBuilder(250).append('{');
    member(line, "time", time(event));
    member(line, "level", LogLevel.of(event.getLevel()).text());
    member(line, "logger", logger(event));
    member(line, "message", message(event));
    LogContext.fields()
        .forEach((name, value) ->
            member(
                line,
                // No field can pretend to be the time or the level.
                OWN_MEMBERS.contains(name) ? "field_" + name : name,
                bounded(value, MAX_FIELD_LENGTH)));
    if (event.getThrown() != null) {
      member(line, "exception", trace(event.getThrown()));
    }
    return line.append("}\n").toString();
  }

  private static void member(StringBuilder line, String name, String value) {
    line.append(line.charAt(line.length() - 1) == '{' ? "\"" : ",\"");
    Escaped.json(line, name);
    line.append("\":\"");
    Escaped.json(line, value);
    line.append('"');
  }

  /** Within quotes a backslash is doubled: else one before a quote would end the value early. */
  private static String quoted(String value) {
    var word = Escaped.text(value);
    boolean isWord = !word.isEmpty() && word.chars().noneMatch(c -> " \":=".indexOf(c) >= 0);
    return isWord
        ? word
        : '"' + Escaped.text(value.replace("\\", "\\\\")).replace("\"", "\\\"") + '"';
  }

  private String message(LogRecord event) {
    event.setParameters(texts(event.getParameters()));
    var message = formatMessage(event);
    return bounded(message == null ? "" : message, MAX_TEXT_LENGTH);
  }

  /**
   * Numbers as they are: a locale's way to write them is hard to search for, and to load it takes
   * longer than anything else at the start of a worker.
   */
  private static Object[] texts(Object[] parameters) {
    return parameters == null
        ? null
        : Arrays.stream(parameters)
            .map(each -> each instanceof Number ? each.toString() : each)
            .toArray();
  }

  private static String logger(LogRecord event) {
    return event.getLoggerName() == null ? "" : event.getLoggerName();
  }

  private static String trace(Throwable thrown) {
    var trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return bounded(trace.toString().strip(), MAX_TEXT_LENGTH);
  }

  private static String bounded(String text, int maxLength) {
    return text.length() <= maxLength
        ? text
        : text.substring(0, maxLength) + "… (" + text.length() + " characters)";
  }

  /** RFC 3339 in UTC, always with three digits of milliseconds. */
  private static String time(LogRecord event) {
    var time = event.getInstant().truncatedTo(ChronoUnit.MILLIS);
    var text = time.toString();
    boolean isWholeSecond = text.length() == "2026-01-31T12:00:00Z".length();
    return isWholeSecond ? text.replace("Z", ".000Z") : text;
  }
}
