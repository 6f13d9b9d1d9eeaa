package io.osapi.adapters.nats;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plain values to JSON bytes and back, token by token: a worker reads maps and lists, and pays for
 * every class that is loaded for them.
 */
final class Json {
  /** Of objects and lists in each other. Length is bounded by the broker (1 MiB). */
  private static final int MAX_DEPTH = 500;

  /** Of a number, in characters: who computes with a long one computes for long. */
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private Json() {}

  /**
   * Half a character, which no reader would take, is written as a question mark.
   *
   * @throws IllegalArgumentException if a value is none of text, number, truth, list, map or null
   */
  static byte[] write(Map<String, ?> members) {
    var text = new StringWriter();
    try (var writer = new JsonWriter(text)) {
      write(writer, members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws Unreadable if it is no JSON object
   */
  static Map<String, Object> read(byte[] bytes) {
    try (var reader = reader(text(bytes))) {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new Unreadable("no JSON object", null);
      }
      var members = object(reader);
      end(reader);
      return members;
    } catch (IOException notJson) {
      throw new Unreadable("no JSON object", notJson);
    }
  }

  /** A document that is written as it stands, its numbers to the last digit. */
  record Verbatim(String text) {}

  /** The one object or array that the whole text is; empty for anything else. */
  static Optional<Object> container(String text) {
    var stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return Optional.empty();
    }
    var copy = new StringWriter();
    try (var reader = reader(stripped);
        var writer = new JsonWriter(copy)) {
      copy(reader, writer);
      end(reader);
    } catch (IOException | Unreadable notJson) {
      return Optional.empty();
    }
    return Optional.of(new Verbatim(copy.toString()));
  }

  private static JsonReader reader(String text) {
    var reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
    return reader;
  }

  private static void end(JsonReader reader) throws IOException {
    try {
      reader.peek();
    } catch (MalformedJsonException more) {
      throw new Unreadable("more behind a JSON object", more);
    }
  }

  private static Map<String, Object> object(JsonReader reader) throws IOException {
    var members = new LinkedHashMap<String, Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      members.put(reader.nextName(), value(reader));
    }
    reader.endObject();
    return members;
  }

  private static List<Object> array(JsonReader reader) throws IOException {
    var elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value(reader));
    }
    reader.endArray();
    return elements;
  }

  private static Object value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> reader.nextString();
      case NUMBER -> number(digits(reader));
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
          throw new Unreadable("no JSON object", null);
    };
  }

  private static String digits(JsonReader reader) throws IOException {
    var digits = reader.nextString();
    if (digits.length() > MAX_NUMBER_LENGTH) {
      throw new Unreadable("a number of more than " + MAX_NUMBER_LENGTH + " characters", null);
    }
    return digits;
  }

  /** The smallest that holds a whole number; what has a point or an exponent is a decimal. */
  private static Number number(String digits) {
    if (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
      return Double.valueOf(digits);
    }
    try {
      long whole = Long.parseLong(digits);
      boolean isShort = whole == (int) whole;
      return isShort ? Integer.valueOf((int) whole) : (Number) whole;
    } catch (NumberFormatException longer) {
      return new BigInteger(digits);
    }
  }

  /** One value; who wrote it might mean two things by one name, which is refused. */
  private static void copy(JsonReader reader, JsonWriter writer) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> copyObject(reader, writer);
      case BEGIN_ARRAY -> {
        reader.beginArray();
        writer.beginArray();
        while (reader.hasNext()) {
          copy(reader, writer);
        }
        reader.endArray();
        writer.endArray();
      }
      case NUMBER -> writer.jsonValue(digits(reader));
      default -> write(writer, value(reader));
    }
  }

  private static void copyObject(JsonReader reader, JsonWriter writer) throws IOException {
    var names = new HashSet<String>();
    reader.beginObject();
    writer.beginObject();
    while (reader.hasNext()) {
      var name = reader.nextName();
      if (!names.add(name)) {
        throw new Unreadable("a name that stands twice in an object", null);
      }
      writer.name(name);
      copy(reader, writer);
    }
    reader.endObject();
    writer.endObject();
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
      case Collection<?> elements -> {
        writer.beginArray();
        for (var element : elements) {
          write(writer, element);
        }
        writer.endArray();
      }
      case Verbatim(var text) -> writer.jsonValue(text);
      case String text -> writer.value(text);
      case Boolean truth -> writer.value(truth);
      case Number number -> write(writer, number);
      default ->
          throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
    }
  }

  private static void write(JsonWriter writer, Number number) throws IOException {
    switch (number) {
      case Integer whole -> writer.value(whole.longValue());
      case Long whole -> writer.value(whole.longValue());
      // What is not finite is no number of JSON.
      case Double decimal when !Double.isFinite(decimal) -> writer.value(decimal.toString());
      case Double decimal -> writer.value(decimal.doubleValue());
      case BigInteger whole -> writer.value(whole);
      case BigDecimal decimal -> writer.value(decimal);
      default ->
          throw new IllegalArgumentException("no plain number: " + number.getClass().getName());
    }
  }

  private static String text(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  /** A stored or delivered message that is not what it should be. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Enough for people to know what is wrong: it may quote what was sent, of any length. */
    private static final int MAX_CHARS = 500;

    Unreadable(String what, Throwable cause) {
      super(what.substring(0, Math.min(what.length(), MAX_CHARS)), cause);
    }
  }
}
