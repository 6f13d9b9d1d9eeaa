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

  /** The one argument that is no option; picocli has refused the command without it. */
  String argument() {
    return parsed.matchedPositionalValue(0, "");
  }

  /** Made by the commands that ask it: its configuration is not needed by the others. */
  Api api() {
    return new Api(product.client(globals));
  }

  void print(View view) {
    new Printer(terminal, globals.format()).print(view);
  }
}
