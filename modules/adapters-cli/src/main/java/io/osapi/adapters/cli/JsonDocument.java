package io.osapi.adapters.cli;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import io.osapi.adapters.cli.Json.Malformed;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One text that is read as JSON, to its end; where it is none, it says what stands there. */
final class JsonDocument {
  /** Of objects and lists in each other. Length is bounded by who read the text. */
  private static final int MAX_DEPTH = 500;

  /** Of a number, in characters: who computes with a long one computes for long. */
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private static final String TOO_LONG = "Number of more than " + MAX_NUMBER_LENGTH + " characters";

  /** Characters before and behind a fault that its message repeats. */
  private static final int EXCERPT = 15;

  private final String text;
  private final JsonReader reader;

  private JsonDocument(String text) {
    this.text = text;
    this.reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
  }

  static Object read(String text) throws Malformed {
    var document = new JsonDocument(text);
    try {
      var value = document.value(0);
      document.end();
      return value;
    } catch (IOException notJson) {
      throw document.malformed(document.said(notJson), notJson);
    }
  }

  private Object value(int depth) throws IOException, Malformed {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(deeper(depth));
      case BEGIN_ARRAY -> array(deeper(depth));
      case STRING -> reader.nextString();
      case NUMBER -> number();
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT -> throw malformed("There is no value", null);
    };
  }

  private int deeper(int depth) throws Malformed {
    if (depth == MAX_DEPTH) {
      throw malformed("It has a depth of more than " + MAX_DEPTH, null);
    }
    return depth + 1;
  }

  private Map<String, Object> object(int depth) throws IOException, Malformed {
    var members = new LinkedHashMap<String, Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      var name = reader.nextName();
      if (members.containsKey(name)) {
        throw malformed("Duplicate member", null);
      }
      members.put(name, value(depth));
    }
    reader.endObject();
    return members;
  }

  private List<Object> array(int depth) throws IOException, Malformed {
    var elements = new ArrayList<Object>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value(depth));
    }
    reader.endArray();
    return elements;
  }

  /** Exact: the smallest that holds a whole number; a decimal if it has a point or an exponent. */
  private Number number() throws IOException, Malformed {
    var digits = reader.nextString();
    if (digits.length() > MAX_NUMBER_LENGTH) {
      throw malformed(TOO_LONG, null);
    }
    if (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
      return decimal(digits);
    }
    try {
      long whole = Long.parseLong(digits);
      boolean isShort = whole == (int) whole;
      return isShort ? Integer.valueOf((int) whole) : (Number) whole;
    } catch (NumberFormatException longer) {
      return new BigInteger(digits);
    }
  }

  private BigDecimal decimal(String digits) throws Malformed {
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException beyondAll) {
      throw malformed("The exponent of a number is too large", beyondAll);
    }
  }

  private void end() throws IOException, Malformed {
    try {
      reader.peek();
    } catch (MalformedJsonException more) {
      throw malformed("More text after the value", more);
    }
  }

  private Malformed malformed(String what, Exception cause) {
    var place = Place.of(reader);
    return new Malformed(what + place.excerpt(text) + place, cause);
  }

  /** In the words of the reader, where it speaks of the text and not of its own settings. */
  private String said(IOException notJson) {
    var message = String.valueOf(notJson.getMessage());
    int end = message.indexOf(" at line ");
    if (notJson instanceof EOFException) {
      return "The text ends too early";
    } else if (end > 0 && !message.startsWith("Use ")) {
      return message.substring(0, end);
    }
    return Place.of(reader).isLongNumber(text) ? TOO_LONG : "Unexpected text";
  }

  /** Where a reader is, or just was; both begin with 1. */
  private record Place(int line, int column) {
    private static final Pattern TEXT = Pattern.compile("at line (\\d+) column (\\d+)");

    /** A reader tells it as text only. */
    static Place of(JsonReader reader) {
      var place = TEXT.matcher(reader.toString());
      return place.find()
          ? new Place(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
          : new Place(1, 1);
    }

    /** A reader takes a number that is longer than its buffer for a word. */
    boolean isLongNumber(String text) {
      var rest = text.substring(offset(text));
      return rest.chars().takeWhile(unit -> "-+.eE0123456789".indexOf(unit) >= 0).count()
          > MAX_NUMBER_LENGTH;
    }

    String excerpt(String text) {
      int at = offset(text);
      var near = text.substring(Math.max(0, at - EXCERPT), Math.min(text.length(), at + EXCERPT));
      return near.isBlank() ? "" : " near '" + near + "'";
    }

    private int offset(String text) {
      int start = 0;
      for (int each = 1; each < line; each++) {
        start = text.indexOf('\n', start) + 1;
      }
      return Math.min(text.length(), start + column - 1);
    }

    @Override
    public String toString() {
      return " at line " + line + ", column " + column;
    }
  }
}
