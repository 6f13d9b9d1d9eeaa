package io.osapi.adapters.nats;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Plain values to JSON bytes and back. Token by token: data binding would be a seventh of all
 * classes that a worker loads, for maps and lists.
 */
final class Json {
  /** Depth is bounded by Jackson (500), length by the broker (1 MiB). */
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Reads what others have written, who might mean two things by one name. */
  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /**
   * @throws IllegalArgumentException if a value is none of text, number, truth, list, map or null
   */
  static byte[] write(Map<String, ?> members) {
    var bytes = new ByteArrayOutputStream();
    try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(generator, members);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws Unreadable if it is no JSON object
   */
  static Map<String, Object> read(byte[] bytes) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("no JSON object", null);
      }
      var members = object(parser);
      if (parser.nextToken() != null) {
        throw new Unreadable("more behind a JSON object", null);
      }
      return members;
    } catch (JacksonException notJson) {
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
    var bytes = new ByteArrayOutputStream();
    try (var parser = STRICT.createParser(ObjectReadContext.empty(), stripped);
        var generator = STRICT.createGenerator(ObjectWriteContext.empty(), bytes)) {
      parser.nextToken();
      generator.copyCurrentStructureExact(parser);
      if (parser.nextToken() != null) {
        return Optional.empty();
      }
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
    return Optional.of(new Verbatim(bytes.toString(StandardCharsets.UTF_8)));
  }

  private static Map<String, Object> object(JsonParser parser) {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) {
    var elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null, default -> throw new Unreadable("no JSON object", null);
    };
  }

  private static void write(JsonGenerator generator, Object value) {
    switch (value) {
      case null -> generator.writeNull();
      case Map<?, ?> members -> {
        generator.writeStartObject();
        members.forEach((name, member) -> {
          generator.writeName((String) name);
          write(generator, member);
        });
        generator.writeEndObject();
      }
      case Collection<?> elements -> {
        generator.writeStartArray();
        elements.forEach(element -> write(generator, element));
        generator.writeEndArray();
      }
      case Verbatim(var text) -> generator.writeRawValue(text);
      case String text -> generator.writeString(text);
      case Boolean truth -> generator.writeBoolean(truth);
      case Number number -> write(generator, number);
      default ->
          throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
    }
  }

  private static void write(JsonGenerator generator, Number number) {
    switch (number) {
      case Integer whole -> generator.writeNumber(whole);
      case Long whole -> generator.writeNumber(whole);
      case Double decimal -> generator.writeNumber(decimal);
      case BigInteger whole -> generator.writeNumber(whole);
      case BigDecimal decimal -> generator.writeNumber(decimal);
      default ->
          throw new IllegalArgumentException("no plain number: " + number.getClass().getName());
    }
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
