package io.osapi.adapters.cli;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What somebody typed. Only the commands that it can mean are made: to make all of them, even as
 * mere names, takes longer than to run one.
 */
final class Typed {
  private final List<String> words;
  private final Others others;

  /** What becomes of the words that nobody typed. */
  private enum Others {
    LEFT_OUT,
    NAMED,
    MADE
  }

  private Typed(List<String> words, Others others) {
    this.words = words;
    this.others = others;
  }

  /**
   * A word below a command, with all that is below it.
   *
   * @param made of what was typed behind the word
   */
  record Word(String text, String summary, Function<Typed, CommandSpec> made) {

    /** One that has no words below it, or few. */
    static Word of(String text, String summary, Supplier<CommandSpec> made) {
      return new Word(text, summary, _ -> made.get());
    }
  }

  /**
   * Makes one branch of the tree. What it refuses to parse may be right all the same, as where an
   * option's value reads like a command.
   */
  static Typed narrowly(String... arguments) {
    return new Typed(List.of(arguments), Others.LEFT_OUT);
  }

  /** Names the words beside that branch too: for help texts, and to suggest another word. */
  static Typed of(String... arguments) {
    return new Typed(List.of(arguments), Others.NAMED);
  }

  /** As if every word had been typed, for who walks through all commands. */
  static Typed everything() {
    return new Typed(List.of(), Others.MADE);
  }

  boolean has(String word) {
    return words.contains(word);
  }

  /**
   * Adds to {@code parent} those of {@code below} that are wanted; all, if none of them was typed.
   */
  CommandSpec add(CommandSpec parent, List<Word> below) {
    var names = below.stream().map(Word::text).collect(toSet());
    var meant = first(names);
    for (var word : below) {
      if (others == Others.MADE) {
        add(parent, word, word.made().apply(this));
      } else if (meant.isPresent() && words.get(meant.get()).equals(word.text())) {
        add(parent, word, word.made().apply(behind(meant.get())));
      } else if (meant.isEmpty() || others == Others.NAMED) {
        add(parent, word, CommandSpec.create());
      }
    }
    return parent;
  }

  private static void add(CommandSpec parent, Word word, CommandSpec command) {
    parent.addSubcommand(word.text(), Commands.described(command, word.summary()));
  }

  private Optional<Integer> first(Set<String> names) {
    for (int i = 0; i < words.size(); i++) {
      if (names.contains(words.get(i))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private Typed behind(int word) {
    return new Typed(words.subList(word + 1, words.size()), others);
  }
}
