package io.osapi.adapters.os;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads what exporters write: the text format of Prometheus, version 0.0.4. As strict as
 * Prometheus: one line that is not of the format, and none of the text counts.
 */
final class Exposition {
  /** More labels than that no metric of a host has. */
  static final int MAX_LABELS = 64;

  private Exposition() {}

  /** A value with the labels that it is told under; timestamps are read and not kept. */
  record Sample(String name, Map<String, String> labels, double value) {
    Optional<String> label(String label) {
      return Optional.ofNullable(labels.get(label));
    }
  }

  /**
   * The samples whose names are wanted, in the order of the text.
   *
   * @throws OperationFailure if a line, wanted or not, is not of the format; it names the line
   */
  static List<Sample> parse(Reader text, Predicate<String> wanted) throws IOException {
    var samples = new ArrayList<Sample>();
    var lines = new BufferedReader(text);
    int number = 0;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      var cursor = new Line(line, number);
      if (!cursor.isComment()) {
        var sample = cursor.sample();
        if (wanted.test(sample.name())) {
          samples.add(sample);
        }
      }
    }
    return samples;
  }

  /** One line, read from left to right. */
  private static final class Line {
    private final String text;
    private final int number;
    private int at;

    Line(String text, int number) {
      this.text = text;
      this.number = number;
    }

    /** Or blank. */
    boolean isComment() {
      skipBlanks();
      return at == text.length() || text.charAt(at) == '#';
    }

    Sample sample() throws OperationFailure {
      var name = word(true, "a metric's name");
      skipBlanks();
      var labels = next('{') ? labels() : Map.<String, String>of();
      var value = number(token());
      if (!isAtEnd() && !token().matches("-?\\d{1,18}") || !isAtEnd()) {
        throw malformed("at most a timestamp in milliseconds after the value");
      }
      return new Sample(name, labels, value);
    }

    private Map<String, String> labels() throws OperationFailure {
      var labels = new LinkedHashMap<String, String>();
      skipBlanks();
      while (!next('}')) {
        var name = word(false, "a label's name");
        expect('=');
        expect('"');
        if (labels.put(name, quoted()) != null || labels.size() > MAX_LABELS) {
          throw malformed("each label once, and at most " + MAX_LABELS);
        }
        skipBlanks();
        if (!next(',') && !isNext('}')) {
          throw malformed("',' or '}' after a label");
        }
        skipBlanks();
      }
      return labels;
    }

    /** Up to the quote that is not escaped. */
    private String quoted() throws OperationFailure {
      var value = new StringBuilder();
      while (at < text.length()) {
        char each = text.charAt(at++);
        if (each == '"') {
          return value.toString();
        } else if (each != '\\') {
          value.append(each);
        } else {
          value.append(escaped());
        }
      }
      throw malformed("'\"' at the end of a label's value");
    }

    private char escaped() throws OperationFailure {
      char code = at < text.length() ? text.charAt(at++) : ' ';
      return switch (code) {
        case '\\', '"' -> code;
        case 'n' -> '\n';
        default -> throw malformed("\\\\, \\\" or \\n where a backslash is");
      };
    }

    private String word(boolean withColons, String what) throws OperationFailure {
      int begin = at;
      while (at < text.length() && isWordCharacter(text.charAt(at), withColons, at > begin)) {
        at++;
      }
      if (at == begin) {
        throw malformed(what);
      }
      return text.substring(begin, at);
    }

    private static boolean isWordCharacter(char each, boolean withColons, boolean withDigits) {
      return each >= 'a' && each <= 'z'
          || each >= 'A' && each <= 'Z'
          || each == '_'
          || withColons && each == ':'
          || withDigits && each >= '0' && each <= '9';
    }

    private String token() {
      skipBlanks();
      int begin = at;
      while (at < text.length() && !isBlank(text.charAt(at))) {
        at++;
      }
      return text.substring(begin, at);
    }

    private double number(String token) throws OperationFailure {
      return switch (token) {
        case "NaN" -> Double.NaN;
        case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> {
          // Java's own grammar also knows suffixes, and names of its own for the above.
          if (!token.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            throw malformed("a number after the name");
          }
          yield Double.parseDouble(token);
        }
      };
    }

    private boolean isAtEnd() {
      skipBlanks();
      return at == text.length();
    }

    private void expect(char wanted) throws OperationFailure {
      skipBlanks();
      if (!next(wanted)) {
        throw malformed("'" + wanted + "' in the labels");
      }
    }

    private boolean next(char wanted) {
      boolean is = isNext(wanted);
      at += is ? 1 : 0;
      return is;
    }

    private boolean isNext(char wanted) {
      return at < text.length() && text.charAt(at) == wanted;
    }

    private void skipBlanks() {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
    }

    private static boolean isBlank(char each) {
      return each == ' ' || each == '\t';
    }

    private OperationFailure malformed(String expected) {
      return new OperationFailure(
          "exporter-malformed", "line " + number + " of the exporter's answer lacks " + expected);
    }
  }
}
