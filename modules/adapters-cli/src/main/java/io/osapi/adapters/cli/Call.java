package io.osapi.adapters.cli;

import io.osapi.domain.operation.Catalogue;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** One run of one command: what was typed, and what it may use. */
record Call(
    ParseResult parsed,
    Cli.Globals globals,
    Catalogue catalogue,
    Cli.Product product,
    Connection connection,
    Terminal terminal) {

  Optional<String> text(String option) {
    return value(option, String.class);
  }

  <T> Optional<T> value(String option, Class<T> type) {
    return parsed.hasMatchedOption(option)
        ? Optional.of(type.cast(parsed.matchedOptionValue(option, (Object) null)))
        : Optional.empty();
  }

  boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  /**
   * The one argument that is no option; picocli has refused the command without it.
   *
   * @throws Cli.Refused if it is empty, as the variable of a script may be: it would name the whole
   *     collection
   */
  String argument() {
    var argument = parsed.matchedPositionalValue(0, "").strip();
    if (argument.isEmpty()) {
      var label = parsed.commandSpec().positionalParameters().getFirst().paramLabel();
      throw Refusals.usage(label + " is empty.");
    }
    return argument;
  }

  /**
   * @throws Cli.Refused if its configuration has faults
   */
  Api api() {
    return connection.api();
  }

  void print(View view) {
    new Printer(terminal, globals.format()).print(view);
  }
}
