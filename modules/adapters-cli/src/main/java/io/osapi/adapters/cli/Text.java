package io.osapi.adapters.cli;

import java.util.ArrayList;
import java.util.List;

/** Text measured in the columns that a terminal gives it. */
final class Text {
  private static final String ELLIPSIS = "…";

  private Text() {}

  static int columns(String text) {
    return text.codePoints().map(Text::columns).sum();
  }

  static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - columns(text)));
  }

  static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - columns(text))) + text;
  }

  /** What is too long ends in "…". */
  static String shorten(String text, int columns) {
    return columns(text) <= columns ? text : take(text, columns - 1) + ELLIPSIS;
  }

  /** In lines of at most so many columns, broken at blanks where there are any. */
  static List<String> wrap(String text, int columns) {
    var lines = new ArrayList<String>();
    var rest = text;
    while (columns(rest) > columns) {
      var taken = take(rest, columns);
      int blank = rest.charAt(taken.length()) == ' ' ? taken.length() : taken.lastIndexOf(' ');
      int end = blank > 0 ? blank : Math.max(1, taken.length());
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private static String take(String text, int columns) {
    int taken = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      taken += columns(point);
      if (taken > columns) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }

  /** East Asian wide signs and emoji take two columns, combining ones none (wcwidth(3)). */
  private static int columns(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        point >= 0x1100 && point <= 0x115F
            || point >= 0x2E80 && point <= 0xA4CF
            || point >= 0xAC00 && point <= 0xD7A3
            || point >= 0xF900 && point <= 0xFAFF
            || point >= 0xFE30 && point <= 0xFE6F
            || point >= 0xFF00 && point <= 0xFF60
            || point >= 0xFFE0 && point <= 0xFFE6
            || point >= 0x1F300 && point <= 0x1FAFF
            || point >= 0x20000 && point <= 0x3FFFD;
    return wide ? 2 : 1;
  }
}
