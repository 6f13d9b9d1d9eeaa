package io.osapi.adapters.cli;

/**
 * One value as people read it: a single line, safe to show.
 *
 * @param isNumber it is set flush right
 */
record Cell(String text, Tone tone, boolean isNumber) {
  static final Cell NONE = new Cell("-", Tone.DIM, false);

  /** What a colour means. */
  enum Tone {
    PLAIN(""),
    GOOD("32"),
    CARE("33"),
    BAD("31"),
    DIM("2");

    private final String code;

    Tone(String code) {
      this.code = code;
    }

    /** The text in that colour (ECMA-48, SGR). */
    String paint(String text) {
      return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
  }

  static Cell text(String text) {
    return text.isEmpty() ? NONE : new Cell(Visible.line(text), Tone.PLAIN, false);
  }

  static Cell number(String text) {
    return new Cell(text, Tone.PLAIN, true);
  }

  /** A status, whatever it is a status of. */
  static Cell status(String status) {
    return text(status).in(toneOf(status));
  }

  Cell in(Tone other) {
    return new Cell(text, other, isNumber);
  }

  boolean isNone() {
    return equals(NONE);
  }

  static Tone toneOf(String status) {
    return switch (status) {
      case "ok", "completed", "ready", "live" -> Tone.GOOD;
      case "failed", "timed_out", "lost", "gone", "partial_failure", "expired", "not_ready" ->
          Tone.BAD;
      case "degraded", "late", "cancelled", "skipped", "processing", "draining", "stopped" ->
          Tone.CARE;
      default -> Tone.PLAIN;
    };
  }
}
