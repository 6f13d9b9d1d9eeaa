package io.osapi.adapters.cli;

import io.osapi.domain.operation.Catalogue;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses one command line, runs what it names, and puts every failure into words. */
final class CommandLineRunner {
  private static final int HELP_WIDTH = 100;
  private static final int HELP_OPTIONS_WIDTH = 36;

  private final Catalogue catalogue;
  private final Cli.Product product;
  private final Cli.Streams streams;

  CommandLineRunner(Catalogue catalogue, Cli.Product product, Cli.Streams streams) {
    this.catalogue = catalogue;
    this.product = product;
    this.streams = streams;
  }

  int run(String... arguments) {
    return commandLine(arguments).execute(arguments);
  }

  private CommandLine commandLine(String... arguments) {
    var before = new Terminal(streams, Globals.beforeParsing(arguments));
    return new CommandLine(CommandTree.of(catalogue))
        // A file's content is no place to look for options in: @ is an ordinary character.
        .setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setUsageHelpLongOptionsMaxWidth(HELP_OPTIONS_WIDTH)
        .setColorScheme(CommandLine.Help.defaultColorScheme(before.colours() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(streams.out(), true))
        .setErr(new PrintWriter(streams.err(), true))
        .setHelpSectionKeys(HelpSections.KEYS)
        .setHelpFactory(HelpSections::new)
        .setExecutionStrategy(this::execute)
        .setParameterExceptionHandler((wrong, _) -> refuse(wrong));
  }

  private int execute(ParseResult parsed) {
    var globals = Globals.of(parsed);
    var terminal = new Terminal(streams, globals);
    if (Globals.asksForVersion(parsed)) {
      terminal.data("osapi " + product.version().version());
      return Exit.OK;
    }
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return Exit.OK;
    }
    var last = last(parsed);
    if (last.commandSpec().userObject() instanceof Commands.Action action) {
      return run(action, new Call(last, globals, catalogue, product, terminal));
    }
    last.commandSpec().commandLine().usage(streams.err());
    return Exit.USAGE;
  }

  private int run(Commands.Action action, Call call) {
    try {
      return action.run(call);
    } catch (RuntimeException thrown) {
      return fail(thrown, call);
    }
  }

  private static ParseResult last(ParseResult parsed) {
    return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
  }

  private int refuse(ParameterException wrong) {
    var err = streams.err();
    err.println("Error: " + Visible.line(wrong.getMessage()));
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      var near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        err.println("Did you mean: " + String.join(", ", near) + "?");
      }
    }
    err.println("See '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.USAGE;
  }

  private int fail(RuntimeException thrown, Call call) {
    var terminal = call.terminal();
    if (call.globals().debug()) {
      thrown.printStackTrace(streams.err());
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

  /** Reads the global options, which may stand behind any word of the command. */
  static final class Globals {
    private Globals() {}

    static Cli.Globals of(ParseResult parsed) {
      return new Cli.Globals(
          find(parsed, "--osapi-file", Path.class),
          has(parsed, "--debug"),
          has(parsed, "--json")
              ? Cli.Format.JSON
              : find(parsed, "--output", Cli.Format.class).orElse(Cli.Format.TABLE),
          has(parsed, "--no-color"),
          has(parsed, "--quiet"));
    }

    /** Help is drawn while arguments are still being read. */
    static Cli.Globals beforeParsing(String... arguments) {
      return new Cli.Globals(
          Optional.empty(),
          false,
          Cli.Format.TABLE,
          List.of(arguments).contains("--no-color"),
          false);
    }

    static boolean asksForVersion(ParseResult parsed) {
      return has(parsed, "--version");
    }

    private static boolean has(ParseResult parsed, String option) {
      return find(parsed, option, Boolean.class).orElse(false);
    }

    private static <T> Optional<T> find(ParseResult parsed, String option, Class<T> type) {
      for (var part : parsed.asCommandLineList()) {
        var result = part.getParseResult();
        if (result.hasMatchedOption(option)) {
          return Optional.of(type.cast(result.matchedOptionValue(option, (Object) null)));
        }
      }
      return Optional.empty();
    }
  }

  static List<String> formats() {
    return List.of(Cli.Format.values()).stream()
        .map(format -> format.name().toLowerCase(Locale.ROOT))
        .toList();
  }
}
