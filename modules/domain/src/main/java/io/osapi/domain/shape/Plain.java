package io.osapi.domain.shape;

import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The way between Java values and plain ones, type by type. */
final class Plain {
  private Plain() {}

  /** Null, with a violation added, when {@code value} is not of the type. */
  static Object read(Type type, Object value, String pointer, List<Violation> violations) {
    return switch (type) {
      case Type.Text text -> text(text, value, pointer, violations);
      case Type.Whole whole -> whole(whole, value, pointer, violations);
      case Type.Decimal decimal -> decimal(decimal, value, pointer, violations);
      case Type.Flag _ ->
          value instanceof Boolean
              ? value
              : wrongType(pointer, "must be true or false", violations);
      case Type.Time _ ->
          parsed(
              () -> Instant.parse((String) value),
              value,
              pointer,
              "must be an RFC 3339 time such as 2026-01-31T12:00:00Z",
              violations);
      case Type.Span _ ->
          parsed(
              () -> Duration.parse((String) value),
              value,
              pointer,
              "must be an ISO-8601 duration such as PT30S",
              violations);
      case Type.Choice choice -> choice(choice, value, pointer, violations);
      case Type.Many many -> many(many, value, pointer, violations);
      case Type.Named named -> named(named, value, pointer, violations);
      case Type.Nested nested -> nested(nested, value, pointer, violations);
    };
  }

  static Object write(Type type, Object value) {
    return switch (type) {
      case Type.Text _, Type.Whole _, Type.Decimal _, Type.Flag _ -> value;
      case Type.Time _ -> timeText((Instant) value);
      case Type.Span _ -> value.toString();
      case Type.Choice _ -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
      case Type.Many many ->
          ((List<?>) value).stream().map(element -> write(many.element(), element)).toList();
      case Type.Named named -> {
        var values = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) value)
            .forEach((key, each) -> values.put((String) key, write(named.value(), each)));
        yield values;
      }
      case Type.Nested nested -> nested.shape().writeUnchecked(value);
    };
  }

  /** A fallback's or an option's text as the plain value of that type. */
  static Object ofText(Type type, String text) {
    return switch (type) {
      case Type.Text _, Type.Time _, Type.Span _, Type.Choice _ -> text;
      case Type.Whole _, Type.Decimal _ -> new BigDecimal(text);
      case Type.Flag _ -> Boolean.valueOf(text);
      case Type.Many many ->
          text.isEmpty()
              ? List.of()
              : List.of(text.split(",", -1)).stream()
                  .map(each -> ofText(many.element(), each))
                  .toList();
      case Type.Named _, Type.Nested _ ->
          throw new IllegalArgumentException("no text form for " + type);
    };
  }

  /** RFC 3339 in UTC with milliseconds, always three digits of them. */
  static String timeText(Instant time) {
    var text = time.truncatedTo(ChronoUnit.MILLIS).toString();
    if (text.length() == "2026-01-31T12:00:00Z".length()) {
      return text.substring(0, text.length() - 1) + ".000Z";
    }
    return text;
  }

  private static Object text(
      Type.Text type, Object value, String pointer, List<Violation> violations) {
    if (!(value instanceof String text)) {
      return wrongType(pointer, "must be a string", violations);
    }
    if (text.length() > Type.MAX_TEXT_LENGTH) {
      violations.add(
          new Violation(
              pointer, "too-long", "has more than " + Type.MAX_TEXT_LENGTH + " characters"));
      return null;
    }
    if (type.pattern().isPresent() && !Pattern.matches(type.pattern().get(), text)) {
      violations.add(Violation.badFormat(pointer, type.hint()));
      return null;
    }
    return text;
  }

  private static Object whole(
      Type.Whole type, Object value, String pointer, List<Violation> violations) {
    var range = "must be a whole number from " + type.min() + " to " + type.max();
    if (!(value instanceof Number number)) {
      return wrongType(pointer, range, violations);
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(number.toString()).stripTrailingZeros();
    } catch (NumberFormatException notANumber) {
      return wrongType(pointer, range, violations);
    }
    if (exact.scale() > 0) {
      return wrongType(pointer, range, violations);
    }
    // Compared before it is converted: 1e100000000 in full takes half a minute to compute.
    if (exact.compareTo(BigDecimal.valueOf(type.min())) < 0
        || exact.compareTo(BigDecimal.valueOf(type.max())) > 0) {
      violations.add(Violation.outOfRange(pointer, range));
      return null;
    }
    return type.isInt() ? (Object) exact.intValueExact() : (Object) exact.longValueExact();
  }

  private static Object decimal(
      Type.Decimal type, Object value, String pointer, List<Violation> violations) {
    if (!(value instanceof Number number)) {
      return wrongType(pointer, "must be a number", violations);
    }
    double decimal = number.doubleValue();
    if (!(decimal >= type.min() && decimal <= type.max())) {
      violations.add(
          Violation.outOfRange(
              pointer, "must be a number from " + type.min() + " to " + type.max()));
      return null;
    }
    return decimal;
  }

  private static Object choice(
      Type.Choice type, Object value, String pointer, List<Violation> violations) {
    int index = type.names().indexOf(value);
    if (index < 0) {
      violations.add(
          new Violation(
              pointer,
              "unknown-value",
              "must be one of "
                  + String.join(", ", type.names())
                  + Nearest.hint(String.valueOf(value), type.names())));
      return null;
    }
    return type.values().getEnumConstants()[index];
  }

  private static Object many(
      Type.Many type, Object value, String pointer, List<Violation> violations) {
    if (!(value instanceof List<?> elements)) {
      return wrongType(pointer, "must be a list", violations);
    }
    if (elements.size() < type.min() || elements.size() > type.max()) {
      violations.add(
          Violation.outOfRange(
              pointer, "must have " + type.min() + " to " + type.max() + " elements"));
      return null;
    }
    var read = new ArrayList<Object>();
    for (int i = 0; i < elements.size(); i++) {
      read.add(element(type.element(), elements.get(i), pointer + "/" + i, violations));
    }
    return java.util.Collections.unmodifiableList(read);
  }

  private static Object named(
      Type.Named type, Object value, String pointer, List<Violation> violations) {
    if (!(value instanceof Map<?, ?> entries)) {
      return wrongType(pointer, "must be an object", violations);
    }
    if (entries.size() > type.max()) {
      violations.add(Violation.outOfRange(pointer, "must have at most " + type.max() + " members"));
      return null;
    }
    var read = new LinkedHashMap<String, Object>();
    entries.forEach((key, each) ->
        read.put(
            (String) key,
            element(
                type.value(), each, pointer + "/" + Shape.pointerToken((String) key), violations)));
    return java.util.Collections.unmodifiableMap(read);
  }

  private static Object element(
      Type type, Object value, String pointer, List<Violation> violations) {
    if (value == null) {
      violations.add(Violation.required(pointer));
      return null;
    }
    return read(type, value, pointer, violations);
  }

  @SuppressWarnings("unchecked") // keys of decoded objects are strings in every format we read
  private static Object nested(
      Type.Nested type, Object value, String pointer, List<Violation> violations) {
    if (!(value instanceof Map<?, ?> members)) {
      return wrongType(pointer, "must be an object", violations);
    }
    try {
      return type.shape().read((Map<String, ?>) members);
    } catch (ProblemException refused) {
      refused.violations().forEach(violation -> violations.add(violation.below(pointer)));
      return null;
    }
  }

  private static Object parsed(
      java.util.function.Supplier<Object> parser,
      Object value,
      String pointer,
      String rule,
      List<Violation> violations) {
    if (!(value instanceof String)) {
      return wrongType(pointer, rule, violations);
    }
    try {
      return parser.get();
    } catch (DateTimeException notOne) {
      violations.add(Violation.badFormat(pointer, rule));
      return null;
    }
  }

  private static Object wrongType(String pointer, String rule, List<Violation> violations) {
    violations.add(new Violation(pointer, "wrong-type", rule));
    return null;
  }
}
