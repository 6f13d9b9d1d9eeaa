package io.osapi.adapters.cli;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
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
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Text and plain values ({@code Map}, {@code List}, {@code String}, {@code Number} …). */
final class Json {
  /** Depth is bounded by Jackson (500), length by who read the text. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /** The text is not JSON; the message says where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(JacksonException cause) {
      super(cause.getOriginalMessage() + place(cause.getLocation()), cause);
    }

    /** What is beyond a limit of the parser is told without its place. */
    private static String place(TokenStreamLocation location) {
      return location == null
          ? ""
          : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
  }

  /** Numbers stay exact: whole ones as {@code Integer} to {@code BigInteger}, else decimals. */
  static Object read(String text) throws Malformed {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      var value = value(parser);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "More text after the value");
      }
      return value;
    } catch (JacksonException notJson) {
      throw new Malformed(notJson);
    }
  }

  /** One line. */
  static String write(Object value) {
    return Visible.json(write(FACTORY, ObjectWriteContext.empty(), value));
  }

  /** Indented, for people who read JSON. */
  static String writeIndented(Object value) {
    return Visible.json(write(FACTORY, new Indented(), value));
  }

  static String writeYaml(Object value) {
    // Every text stays in quotes, so that none turns into a number or "no", and none holds
    // controls.
    var factory =
        YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build();
    return Visible.lines(write(factory, ObjectWriteContext.empty(), value)).stripTrailing();
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

  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          var name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield members;
      }
      case START_ARRAY -> {
        var elements = new ArrayList<Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getString();
      case null, default -> throw new StreamReadException(parser, "There is no value");
    };
  }

  private static String write(
      TokenStreamFactory factory, ObjectWriteContext context, Object value) {
    var text = new StringWriter();
    try (var generator = factory.createGenerator(context, text)) {
      write(generator, value);
    }
    return text.toString();
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
      case List<?> elements -> {
        generator.writeStartArray();
        elements.forEach(element -> write(generator, element));
        generator.writeEndArray();
      }
      case BigInteger number -> generator.writeNumber(number);
      case BigDecimal number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Boolean flag -> generator.writeBoolean(flag);
      default -> generator.writeString(value.toString());
    }
  }

  /** Two blanks a level, one element a line, as {@code jq} prints. */
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                  .withObjectEmptySeparator("")
                  .withArrayEmptySeparator(""))
          .withObjectIndenter(new DefaultIndenter("  ", "\n"))
          .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    }
  }
}
