package io.osapi.adapters.cli;

import io.osapi.domain.job.Target;
import io.osapi.domain.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/** The words that command trees are written with; no annotations, so no reflection at start. */
final class Commands {
  private Commands() {}

  /** What a command does; the exit code. */
  @FunctionalInterface
  interface Action {
    int run(Call call);
  }

  static CommandSpec command(String summary, Action action, OptionSpec... options) {
    return command(summary, action, List.of(options));
  }

  /** For a word whose summary stands elsewhere. */
  static CommandSpec command(Action action, List<OptionSpec> options) {
    var command = CommandSpec.wrapWithoutInspection(action);
    options.forEach(command::addOption);
    return command;
  }

  static CommandSpec command(String summary, Action action, List<OptionSpec> options) {
    return described(command(action, options), summary);
  }

  /** A word that only has others below it. */
  static CommandSpec group(String summary) {
    return described(CommandSpec.create(), summary);
  }

  static CommandSpec described(CommandSpec command, String summary) {
    command.usageMessage().description(prose(summary)).abbreviateSynopsis(true);
    return command;
  }

  static CommandSpec examples(CommandSpec command, String... lines) {
    var footer = new String[lines.length + 1];
    footer[0] = "%nExamples:";
    for (int i = 0; i < lines.length; i++) {
      footer[i + 1] = "  " + prose(lines[i]);
    }
    command.usageMessage().footer(footer);
    return command;
  }

  /** A command's description and footer are format strings to picocli, an option's are not. */
  static String prose(String text) {
    return text.replace("%", "%%");
  }

  /** A word, or anything else that has a meaning of its own later. */
  static OptionSpec text(String names, String label, String about) {
    return option(names, label, about).type(String.class).build();
  }

  static OptionSpec requiredText(String names, String label, String about) {
    return option(names, label, about).type(String.class).required(true).build();
  }

  static OptionSpec flag(String names, String about) {
    return OptionSpec.builder(names.split(" "))
        .type(Boolean.class)
        .arity("0")
        .description(about)
        .build();
  }

  static OptionSpec whole(String names, String about, int min, int max) {
    return option(names, "<number>", about)
        .type(Integer.class)
        .converters(text -> {
          if (!text.matches("\\d{1,9}")
              || Integer.parseInt(text) < min
              || Integer.parseInt(text) > max) {
            throw new TypeConversionException(
                "must be a whole number from " + min + " to " + max + ", not '" + text + "'");
          }
          return Integer.valueOf(text);
        })
        .build();
  }

  /** Decimal point, no exponent. */
  static OptionSpec decimal(String names, String label, String about, double min, double max) {
    return option(names, label, about)
        .type(Double.class)
        .converters(text -> {
          if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")
              || Double.parseDouble(text) < min
              || Double.parseDouble(text) > max) {
            throw new TypeConversionException(
                "must be a number from "
                    + BigDecimal.valueOf(min).stripTrailingZeros().toPlainString()
                    + " to "
                    + BigDecimal.valueOf(max).stripTrailingZeros().toPlainString()
                    + ", not '"
                    + text
                    + "'");
          }
          return Double.valueOf(text);
        })
        .build();
  }

  static OptionSpec duration(String names, String about) {
    return option(names, "<duration>", about)
        .type(Duration.class)
        .converters(text ->
            Spans.parse(text)
                .orElseThrow(() ->
                    new TypeConversionException(
                        "must be a duration such as 30s, 2m or 1h30m, not '" + text + "'")))
        .build();
  }

  static OptionSpec target() {
    return option(
            "-T --target",
            "<target>",
            "Which hosts: _any (the default), _all, a host name, or a label such as group:web.dev")
        .type(String.class)
        .converters(Commands::checkedTarget)
        .build();
  }

  static OptionSpec yes() {
    return flag("-y --yes", "Do not ask before changing several hosts");
  }

  static PositionalParamSpec argument(String label, String about) {
    return PositionalParamSpec.builder()
        .index("0")
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(about)
        .build();
  }

  private static String checkedTarget(String text) {
    try {
      return Target.parse(text, "--target").text();
    } catch (ProblemException refused) {
      throw new TypeConversionException(refused.violations().getFirst().message());
    }
  }

  private static OptionSpec.Builder option(String names, String label, String about) {
    return OptionSpec.builder(names.split(" ")).arity("1").paramLabel(label).description(about);
  }
}
