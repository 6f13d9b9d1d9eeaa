package io.osapi.adapters.cli;

/**
 * Makes text from elsewhere safe to show: what would move the cursor, change colours or reorder the
 * line is written as {@code \x1b} or {@code \u202e} instead.
 */
final class Visible {
  private Visible() {}

  /** One line. */
  static String line(String text) {
    return escaped(text, false);
  }

  /** Several lines: line feeds and tabs stay. */
  static String lines(String text) {
    return escaped(text, true);
  }

  /**
   * JSON, which escapes only the lower controls: the others, being inside strings, become {@code
   * \u009b}.
   */
  static String json(String json) {
    var safe = new StringBuilder(json.length());
    json.chars()
        .forEach(unit -> {
          if (unit != '\n' && isUnsafe(unit) && !Character.isSurrogate((char) unit)) {
            safe.append(String.format("\\u%04x", unit));
          } else {
            safe.append((char) unit);
          }
        });
    return safe.toString();
  }

  private static String escaped(String text, boolean keepLines) {
    if (text.codePoints().noneMatch(Visible::isUnsafe)) {
      return text;
    }
    var safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(point -> {
          if (!isUnsafe(point) || keepLines && (point == '\n' || point == '\t')) {
            safe.appendCodePoint(point);
          } else {
            safe.append(escape(point));
          }
        });
    return safe.toString();
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> point <= 0xFF ? String.format("\\x%02x", point) : String.format("\\u%04x", point);
    };
  }

  private static boolean isUnsafe(int point) {
    return switch (Character.getType(point)) {
      // Controls; marks of writing direction and other invisible format; line separators.
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
