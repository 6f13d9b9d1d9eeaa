package io.osapi.bootstrap.logging;

/**
 * Text of unknown origin in a form that stays on its line and commands no terminal: line breaks,
 * other control characters, and characters that change the direction of text or cannot be seen
 * become escapes.
 */
public final class Escaped {
  private Escaped() {}

  /** For people; a backslash is left alone. */
  public static String text(String text) {
    return append(new StringBuilder(), text, false).toString();
  }

  /** As a JSON string (RFC 8259), quotes included. */
  public static String json(String text) {
    return append(new StringBuilder().append('"'), text, true).append('"').toString();
  }

  /** Between the quotes of a JSON string. */
  static void json(StringBuilder to, String text) {
    append(to, text, true);
  }

  private static StringBuilder append(StringBuilder to, String text, boolean isJson) {
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            case '"', '\\' -> to.append(isJson ? "\\" : "").append((char) point);
            default -> {
              if (isHarmless(point)) {
                to.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  to.append(String.format("\\u%04x", (int) unit));
                }
              }
            }
          }
        });
    return to;
  }

  private static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
