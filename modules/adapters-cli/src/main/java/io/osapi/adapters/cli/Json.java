package io.osapi.adapters.cli;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Text and plain values ({@code Map}, {@code List}, {@code String}, {@code Number} …). */
final class Json {
  private Json() {}

  /** The text is not JSON; the message says where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message, Exception cause) {
      super(message, cause);
    }
  }

  /** Numbers stay exact: whole ones as {@code Integer} to {@code BigInteger}, else decimals. */
  static Object read(String text) throws Malformed {
    return JsonDocument.read(text);
  }

  /** One line. */
  static String write(Object value) {
    return Visible.json(text(value, FormattingStyle.COMPACT));
  }

  /** For people who read JSON: two blanks a level, one element a line, as {@code jq} prints. */
  static String writeIndented(Object value) {
    return Visible.json(text(value, FormattingStyle.PRETTY));
  }

  static String writeYaml(Object value) {
    return Visible.lines(Yaml.text(value)).stripTrailing();
  }

  /** A member of that name that is text; empty for anything else. */
  static Optional<String> text(Map<String, ?> object, String name) {
    return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A member that is an object; empty for anything else. */
  static Map<String, Object> map(Map<String, ?> object, String name) {
    return asMap(object.get(name));
  }

  /** The objects in a member that is a list; none for anything else. */
  static List<Map<String, Object>> maps(Map<String, ?> object, String name) {
    return object.get(name) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(Json::asMap).toList()
        : List.of();
  }

  @SuppressWarnings("unchecked") // keys of decoded objects are strings
  static Map<String, Object> asMap(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static String text(Object value, FormattingStyle style) {
    var text = new StringWriter();
    try (var writer = new JsonWriter(text)) {
      writer.setFormattingStyle(style);
      write(writer, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonWriter writer, Object value) throws IOException {
    switch (value) {
      case null -> writer.nullValue();
      case Map<?, ?> members -> {
        writer.beginObject();
        for (var member : members.entrySet()) {
          writer.name((String) member.getKey());
          write(writer, member.getValue());
        }
        writer.endObject();
      }
      case List<?> elements -> {
        writer.beginArray();
        for (var element : elements) {
          write(writer, element);
        }
        writer.endArray();
      }
      case Boolean flag -> writer.value(flag);
      case Number number when isExact(number) -> writer.value(number);
      default -> writer.value(value.toString());
    }
  }

  /** Not so are binary fractions, which {@link #read} never makes. */
  static boolean isExact(Number number) {
    return !(number instanceof Double || number instanceof Float);
  }
}
