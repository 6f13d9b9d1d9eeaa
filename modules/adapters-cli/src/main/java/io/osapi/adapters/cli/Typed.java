package io.osapi.adapters.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What somebody typed. Only the commands that it can mean are made in full, the others as their
 * line in a help text: to make all of them takes longer than to run one.
 */
final class Typed {
  private final Predicate<String> canMean;

  private Typed(Predicate<String> canMean) {
    this.canMean = canMean;
  }

  /** A value that reads like a word makes one command too many, which is harmless. */
  static Typed of(String... arguments) {
    return new Typed(Set.copyOf(List.of(arguments))::contains);
  }

  /** As if every word had been typed, for who walks through all commands. */
  static Typed everything() {
    return new Typed(_ -> true);
  }

  /** Adds a word below {@code parent}, with all that is below it if it can be meant. */
  void add(CommandSpec parent, String word, String summary, Supplier<CommandSpec> command) {
    var made = canMean.test(word) ? command.get() : CommandSpec.create();
    parent.addSubcommand(word, Commands.described(made, summary));
  }
}
