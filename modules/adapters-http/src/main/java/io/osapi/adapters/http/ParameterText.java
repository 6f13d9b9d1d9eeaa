package io.osapi.adapters.http;

import io.osapi.domain.shape.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Values that come as text, in a path, a query or a fallback, as plain values of their type. */
final class ParameterText {
  /** As long as a whole number of 64 bits can be, and no exponents. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,19})?");

  private ParameterText() {}

  /** Text that is none of its type stays text, which the type then refuses by its own rule. */
  static Object value(Type type, String text) {
    return switch (type) {
      case Type.Text _, Type.Time _, Type.Span _, Type.Choice _ -> text;
      case Type.Whole _, Type.Decimal _ ->
          NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
      case Type.Flag _ ->
          switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> text;
          };
      case Type.Many many ->
          text.isEmpty()
              ? List.of()
              : Arrays.stream(text.split(",", -1))
                  .map(each -> value(many.element(), each))
                  .toList();
      case Type.Named _, Type.Nested _ -> text;
    };
  }

  static boolean isCommaSeparated(Type type) {
    return type instanceof Type.Many;
  }

  /** Whether a value of that type fits into a path: one word, not a list or an object. */
  static boolean isScalar(Type type) {
    return !(type instanceof Type.Many
        || type instanceof Type.Named
        || type instanceof Type.Nested);
  }
}
