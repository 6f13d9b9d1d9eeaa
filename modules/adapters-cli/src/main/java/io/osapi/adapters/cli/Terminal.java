package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Where a command prints and asks: which stream, how wide, with or without colour. */
final class Terminal {
  /** Where the width cannot be had. */
  private static final int USUAL_COLUMNS = 80;

  private static final int NARROWEST_COLUMNS = 20;

  /** What the API accepts as a body. */
  static final int MAX_INPUT_BYTES = 1024 * 1024;

  private final Cli.Streams streams;
  private final Cli.Globals globals;

  Terminal(Cli.Streams streams, Cli.Globals globals) {
    this.streams = streams;
    this.globals = globals;
  }

  /** A line of data. Whatever came from elsewhere must be {@link Visible} already. */
  void data(String line) {
    streams.out().println(line);
  }

  /** A line about the data. */
  void note(String line) {
    if (!globals.quiet()) {
      error(line);
    }
  }

  void error(String line) {
    // On a terminal, where both streams meet, what is about the data comes after it.
    flush();
    streams.err().println(line);
  }

  /** Replaces the last line that {@link #progress} wrote; nothing without a terminal. */
  void progress(String line) {
    if (showsProgress()) {
      streams.err().print("\r\u001b[K" + line);
      streams.err().flush();
    }
  }

  /** Sends a control sequence of our own to the data's terminal. */
  void redraw(String sequence) {
    streams.out().print(sequence);
  }

  void flush() {
    streams.out().flush();
  }

  /** Makes room for what comes after progress. */
  void endProgress() {
    progress("");
  }

  boolean showsProgress() {
    return is(Cli.Standard.ERR) && !globals.quiet();
  }

  boolean isInteractive() {
    return is(Cli.Standard.OUT);
  }

  /** Data is drawn with lines: on a terminal that knows the signs. */
  boolean drawsBoxes() {
    return isInteractive() && isUtf8();
  }

  /**
   * Colours for data: on a terminal, or where {@code CLICOLOR_FORCE} asks for them; {@code
   * NO_COLOR} (no-color.org) and {@code --no-color} are stronger.
   */
  boolean colours() {
    return colours(Cli.Standard.OUT);
  }

  boolean colours(Cli.Standard stream) {
    if (globals.noColor() || !variable("NO_COLOR").isEmpty()) {
      return false;
    }
    var force = variable("CLICOLOR_FORCE");
    return !force.isEmpty() && !force.equals("0") || is(stream) && !variable("TERM").equals("dumb");
  }

  /** Columns that data may take; empty where it goes to no terminal, so that nothing is cut. */
  OptionalInt width() {
    return isInteractive() ? OptionalInt.of(columns()) : OptionalInt.empty();
  }

  /** Somebody is there to answer. */
  boolean canAsk() {
    return is(Cli.Standard.IN) && is(Cli.Standard.ERR);
  }

  /** Whether the answer begins with y; the end of the input is a no. */
  boolean confirms(String question) {
    streams.err().print(question + " [y/N] ");
    streams.err().flush();
    try {
      var answer = new BufferedReader(new InputStreamReader(streams.in(), UTF_8)).readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** All of the standard input, as UTF-8. */
  String input() {
    try {
      var bytes = streams.in().readNBytes(MAX_INPUT_BYTES + 1);
      if (bytes.length > MAX_INPUT_BYTES) {
        throw Refusals.usage("Standard input has more than " + MAX_INPUT_BYTES + " bytes.");
      }
      return new String(bytes, UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The locale as libc finds it: the first of these that is set (locale(7)). */
  private boolean isUtf8() {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(this::variable)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(locale -> locale.toUpperCase(Locale.ROOT))
        .filter(locale -> locale.contains("UTF-8") || locale.contains("UTF8"))
        .isPresent();
  }

  private int columns() {
    return number(variable("COLUMNS"))
        .or(() -> isInteractive() ? askTerminal() : Optional.empty())
        .map(columns -> Math.max(NARROWEST_COLUMNS, columns))
        .orElse(USUAL_COLUMNS);
  }

  /** {@code stty size} prints rows and columns of the terminal that is its input. */
  private static Optional<Integer> askTerminal() {
    try {
      var stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (var output = stty.inputReader()) {
        var line = output.readLine();
        return line == null ? Optional.empty() : number(line.replaceFirst("^\\d+ ", ""));
      }
    } catch (IOException noTerminalOrNoStty) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[1-9]\\d{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private boolean is(Cli.Standard stream) {
    return streams.terminals().contains(stream);
  }

  private String variable(String name) {
    return streams.environment().getOrDefault(name, "");
  }
}
