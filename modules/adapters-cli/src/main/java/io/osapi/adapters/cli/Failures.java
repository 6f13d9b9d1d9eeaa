package io.osapi.adapters.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What a command says when it cannot do what it was asked for. */
final class Failures {
  private Failures() {}

  /** The exit code that belongs to it. */
  static int tell(
      RuntimeException thrown, Cli.Globals globals, Terminal terminal, PrintStream err) {
    if (globals.debug()) {
      var trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      err.print(Visible.lines(trace.toString()));
    }
    if (thrown instanceof Cli.Refused refused) {
      say(terminal, refused.lines());
      return refused.exitCode();
    }
    say(
        terminal,
        List.of(
            "osapi itself failed: " + Visible.line(thrown.toString()),
            "Run the same with --debug and report what it prints."));
    return Exit.ERROR;
  }

  private static void say(Terminal terminal, List<String> lines) {
    var mark = terminal.colours(Cli.Standard.ERR) ? Cell.Tone.BAD.paint("Error:") : "Error:";
    for (int i = 0; i < lines.size(); i++) {
      var line = Visible.line(lines.get(i));
      terminal.error(i == 0 ? mark + " " + line : line);
    }
  }
}
