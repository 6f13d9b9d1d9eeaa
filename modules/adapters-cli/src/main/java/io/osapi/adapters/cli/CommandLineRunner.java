package io.osapi.adapters.cli;

import io.osapi.domain.operation.Catalogue;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses one command line, runs what it names, and puts every failure into words. */
final class CommandLineRunner {
  /**
   * A JWT, as its first characters always are. What was typed is repeated where it is wrong, and
   * may be kept: by a build server, in a report.
   */
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

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
    return parsed(arguments)
        .map(this::execute)
        .orElseGet(() -> withEveryWord(arguments).execute(arguments));
  }

  /**
   * What most commands are, parsed by their own branch of the tree alone; empty for all that is
   * about the words beside it: help, and mistakes.
   */
  private Optional<ParseResult> parsed(String... arguments) {
    try {
      var parsed = parser(Typed.narrowly(arguments)).parseArgs(arguments);
      boolean helps =
          parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested);
      return Optional.of(parsed).filter(_ -> !helps && action(last(parsed)).isPresent());
    } catch (ParameterException mistaken) {
      return Optional.empty();
    }
  }

  private CommandLine parser(Typed typed) {
    return new CommandLine(CommandTree.of(catalogue, typed))
        // A file's content is no place to look for options in: @ is an ordinary character.
        .setExpandAtFiles(false)
        .setInterpolateVariables(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private CommandLine withEveryWord(String... arguments) {
    var before = new Terminal(streams, GlobalOptions.beforeParsing(arguments));
    return parser(Typed.of(arguments))
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

  /** Nothing is left to picocli's own handling of errors, which prints stack traces. */
  private int execute(ParseResult parsed) {
    var globals = GlobalOptions.of(parsed);
    var terminal = new Terminal(streams, globals);
    var command = last(parsed);
    var name = command.commandSpec().qualifiedName();
    try (var connection = new Connection(product, globals, name)) {
      int exitCode =
          answerOrFail(
              new Call(command, globals, catalogue, product, connection, terminal), parsed);
      connection.end(exitCode);
      return exitCode;
    }
  }

  private int answerOrFail(Call call, ParseResult parsed) {
    try {
      return answer(call, parsed);
    } catch (RuntimeException thrown) {
      return Failures.tell(thrown, call.globals(), call.terminal(), streams.err());
    }
  }

  private int answer(Call call, ParseResult parsed) {
    if (GlobalOptions.askForVersion(parsed)) {
      call.terminal().data("osapi " + product.version().version());
      return Exit.OK;
    }
    if (CommandLine.executeHelpRequest(parsed) != null) {
      return Exit.OK;
    }
    var action = action(call.parsed());
    if (action.isPresent()) {
      return action.get().run(call);
    }
    call.parsed().commandSpec().commandLine().usage(streams.err());
    return Exit.USAGE;
  }

  private static Optional<Commands.Action> action(ParseResult command) {
    return command.commandSpec().userObject() instanceof Commands.Action action
        ? Optional.of(action)
        : Optional.empty();
  }

  private static ParseResult last(ParseResult parsed) {
    return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed;
  }

  private int refuse(ParameterException wrong) {
    var err = streams.err();
    err.println("Error: " + Visible.line(TOKEN.matcher(wrong.getMessage()).replaceAll("<token>")));
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      var near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        err.println("Did you mean: " + String.join(", ", near) + "?");
      }
    }
    err.println("See '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Exit.USAGE;
  }
}
