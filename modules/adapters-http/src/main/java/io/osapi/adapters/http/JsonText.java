package io.osapi.adapters.http;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The way between JSON text and plain values: maps, lists, strings, numbers, booleans. */
final class JsonText {
  static final String MEDIA_TYPE = "application/json";

  /** Deeper than any input of ours; shallow enough for our stack. */
  static final int MAX_DEPTH = 64;

  static final int MAX_STRING_CHARACTERS = 256 * 1024;

  /** Members are named in answers, so their names are short. */
  private static final int MAX_NAME_CHARACTERS = 256;

  /** Longer than any number of ours; parsing takes time with the square of it. */
  private static final int MAX_NUMBER_CHARACTERS = 64;

  private static final JsonFactory FORMAT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING_CHARACTERS)
                  .maxNameLength(MAX_NAME_CHARACTERS)
                  .maxNumberLength(MAX_NUMBER_CHARACTERS)
                  .build())
          .build();

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }

  private JsonText() {}

  /**
   * Writes one object, in UTF-8: token by token, as data binding is 560 classes, which every start
   * would pay for.
   *
   * @throws IllegalArgumentException for what is no plain value
   */
  static byte[] write(Map<String, ?> object) {
    return write(FORMAT, ObjectWriteContext.empty(), object);
  }

  /** The same for people: each member on a line of its own. */
  static byte[] writeIndented(Map<String, ?> object) {
    return write(FORMAT, new Indented(), object);
  }

  /** In any format that has the same plain values. */
  static byte[] write(
      TokenStreamFactory format, ObjectWriteContext context, Map<String, ?> object) {
    var text = new ByteArrayOutputStream();
    try (var generator = format.createGenerator(context, text)) {
      write(generator, object);
    }
    return text.toByteArray();
  }

  /**
   * Reads one object, in UTF-8.
   *
   * @throws ProblemException {@code INVALID_INPUT}, with a pointer to where it went wrong
   */
  static Map<String, Object> readObject(byte[] text) {
    try (var parser = FORMAT.createParser(ObjectReadContext.empty(), decode(text))) {
      return readDocument(parser);
    }
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
      case String text -> generator.writeString(text);
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      case BigInteger number -> generator.writeNumber(number);
      case BigDecimal number -> generator.writeNumber(number);
      default -> throw new IllegalArgumentException(value.getClass() + " is no plain value");
    }
  }

  private static Map<String, Object> readDocument(JsonParser parser) {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused("", "wrong-type", "must be a JSON object");
      }
      var object = object(parser);
      if (parser.nextToken() != null) {
        throw refused("", "malformed", "something follows the JSON object");
      }
      return object;
    } catch (StreamConstraintsException _) {
      throw refused(
          pointer(parser),
          "too-long",
          "is nested deeper than "
              + MAX_DEPTH
              + ", or has a string, name or number of more than "
              + String.join(
                  ", ",
                  List.of(
                      String.valueOf(MAX_STRING_CHARACTERS),
                      String.valueOf(MAX_NAME_CHARACTERS),
                      String.valueOf(MAX_NUMBER_CHARACTERS)))
              + " characters");
    } catch (JacksonException _) {
      var place = parser.currentLocation();
      throw refused(
          pointer(parser),
          "malformed",
          "is not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr());
    }
  }

  private static Map<String, Object> object(JsonParser parser) {
    var members = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      if (members.containsKey(name)) {
        throw refused(pointer(parser), "duplicate-member", "is there twice");
      }
      parser.nextToken();
      members.put(name, value(parser));
    }
    return members;
  }

  private static List<Object> array(JsonParser parser) {
    var elements = new ArrayList<Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  /** Null for JSON's null, which every reader of plain values takes for absent. */
  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      // Not as a BigDecimal: 1e999999999 made a whole number would take all memory.
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no JSON value begins with " + parser.currentToken());
    };
  }

  /** RFC 8259, section 8.1: UTF-8; anything that is not would be replaced without a word. */
  private static String decode(byte[] text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException _) {
      throw refused("", "malformed", "is not UTF-8");
    }
  }

  private static String pointer(JsonParser parser) {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  private static ProblemException refused(String pointer, String code, String message) {
    return ProblemException.invalid(new Violation(pointer, code, message));
  }
}
