package io.osapi.bootstrap.config;

import java.util.function.Function;

/**
 * How the values of a key are written, and which of them are right.
 *
 * @param rule what a value must be, to follow "must be"; also what the reference page says
 * @param reader throws {@link Refused} with a sentence, or returns the value
 * @param writer the text that {@code reader} reads as the same value
 */
record Type<T>(String rule, Function<Raw, T> reader, Function<T, String> writer) {

  /** Longest value that a refusal repeats, in characters. */
  private static final int MAX_REPEATED_LENGTH = 80;

  /** A type whose values are one text; {@code parser} throws {@link IllegalArgumentException}. */
  static <T> Type<T> ofText(String rule, Function<String, T> parser, Function<T, String> writer) {
    return new Type<>(rule, raw -> parsed(rule, text(rule, raw), parser), writer);
  }

  /** {@code text} as the parser reads it; a refusal says the rule, and the value if it is short. */
  static <T> T parsed(String rule, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException notOne) {
      throw refused(rule, text);
    }
  }

  static Refused refused(String rule, String text) {
    var repeated = text.length() > MAX_REPEATED_LENGTH ? "" : ", not '" + text + "'";
    return new Refused("must be " + rule + repeated);
  }

  private static String text(String rule, Raw raw) {
    return switch (raw) {
      case Raw.Text(var text) -> text;
      case Raw.Items _ -> throw new Refused("must be " + rule + ", not a list");
      case Raw.Entries _ -> throw new Refused("must be " + rule + ", not a mapping");
    };
  }
}
