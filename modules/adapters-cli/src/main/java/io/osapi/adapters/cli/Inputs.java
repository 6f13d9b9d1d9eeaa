package io.osapi.adapters.cli;

import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The options of an operation's command, from the fields of its input. */
final class Inputs {
  /** Fields whose option says more than their name does. */
  private static final Map<String, String> RENAMED = Map.of("interface", "interface-name");

  private static final Map<String, String> SHORT = Map.of("address", "-a");

  /** Options that every such command has already; a field of that name gets the resource's too. */
  private static final Set<String> TAKEN =
      Set.of(
          "target",
          "timeout",
          "yes",
          "help",
          "version",
          "debug",
          "json",
          "output",
          "quiet",
          "no-color",
          "osapi-file");

  private Inputs() {}

  static List<OptionSpec> options(Operation<?, ?> operation) {
    return operation.input().fields().stream().map(field -> option(operation, field)).toList();
  }

  /** {@code search_domains} is {@code search-domains}, {@code interface} is longer. */
  static String optionName(String field) {
    return RENAMED.getOrDefault(field, field.replace('_', '-'));
  }

  private static String optionName(Operation<?, ?> operation, Field field) {
    var name = optionName(field.name());
    return "--" + (TAKEN.contains(name) ? operation.name().resource() + "-" + name : name);
  }

  private static OptionSpec option(Operation<?, ?> operation, Field field) {
    var name = optionName(operation, field);
    var names =
        SHORT.containsKey(field.name())
            ? new String[] {SHORT.get(field.name()), name}
            : new String[] {name};
    var fallback =
        field
            .fallback()
            .filter(text -> !text.isEmpty())
            .map(text -> " (default: " + text(field, text) + ")")
            .orElse("");
    var option =
        OptionSpec.builder(names)
            .type(Object.class)
            .arity(field.type() instanceof Type.Flag ? "0..1" : "1")
            .paramLabel(label(field.type()))
            .required(field.required())
            .description(field.about() + fallback)
            .converters(text -> plain(field.type(), text));
    if (field.type() instanceof Type.Choice choice) {
      option.completionCandidates(choice.names());
    }
    return option.build();
  }

  /**
   * What was typed, as the plain values of the input, checked by the input's own rules.
   *
   * @throws Cli.Refused with every fault, each with its option
   */
  static Map<String, Object> read(Operation<?, ?> operation, ParseResult parsed) {
    var values = new LinkedHashMap<String, Object>();
    for (var field : operation.input().fields()) {
      var name = optionName(operation, field);
      if (parsed.hasMatchedOption(name)) {
        values.put(field.name(), parsed.matchedOptionValue(name, (Object) ""));
      }
    }
    try {
      operation.input().read(values);
      return values;
    } catch (ProblemException refused) {
      var lines = new ArrayList<String>();
      lines.add("The options are not right:");
      refused.violations().stream()
          .map(fault -> "  " + option(operation, fault.pointer()) + " " + fault.message())
          .map(Visible::line)
          .forEach(lines::add);
      throw new Cli.Refused(Exit.USAGE, lines, refused);
    }
  }

  private static String option(Operation<?, ?> operation, String pointer) {
    return operation.input().fields().stream()
        .filter(field -> (pointer + "/").startsWith("/" + field.name() + "/"))
        .findFirst()
        .map(field -> {
          var element = pointer.substring(field.name().length() + 1);
          return optionName(operation, field) + element(element);
        })
        .orElse(pointer);
  }

  /** {@code /0} is "#1": people count what they typed from one. */
  private static String element(String pointer) {
    return pointer.matches("/\\d{1,6}")
        ? " #" + (Integer.parseInt(pointer.substring(1)) + 1)
        : pointer.replaceFirst("^/", " ");
  }

  private static String label(Type type) {
    return switch (type) {
      case Type.Whole _, Type.Decimal _ -> "<number>";
      case Type.Flag _ -> "<true|false>";
      case Type.Time _ -> "<time>";
      case Type.Span _ -> "<duration>";
      case Type.Choice choice -> "<" + String.join("|", choice.names()) + ">";
      case Type.Many _ -> "<a,b,…>";
      case Type.Named _ -> "<k=v,…>";
      case Type.Nested _ -> "<json>";
      case Type.Text _ -> "<text>";
    };
  }

  /** A fallback as people write it: PT5S is 5.0s. */
  private static String text(Field field, String fallback) {
    return field.type() instanceof Type.Span
        ? Spans.parse(fallback).map(Spans::text).orElse(fallback)
        : fallback;
  }

  private static Object plain(Type type, String text) {
    return switch (type) {
      case Type.Text _, Type.Time _, Type.Choice _ -> text;
      case Type.Whole _, Type.Decimal _ -> number(text);
      case Type.Flag _ -> flag(text);
      case Type.Span _ ->
          Spans.parse(text)
              .map(Object::toString)
              .orElseThrow(() -> new TypeConversionException("must be a duration such as 30s"));
      case Type.Many many ->
          text.isEmpty()
              ? List.of()
              : List.of(text.split(",", -1)).stream()
                  .map(each -> plain(many.element(), each.strip()))
                  .toList();
      case Type.Named named -> pairs(named, text);
      case Type.Nested _ -> object(text);
    };
  }

  private static Object number(String text) {
    try {
      var number = new BigDecimal(text);
      return number.scale() <= 0 ? (Object) number.toBigIntegerExact() : number;
    } catch (NumberFormatException none) {
      throw new TypeConversionException("must be a number");
    }
  }

  private static Object flag(String text) {
    return switch (text) {
      // Given without a value.
      case "", "true" -> true;
      case "false" -> false;
      default -> throw new TypeConversionException("must be true or false");
    };
  }

  private static Map<String, Object> pairs(Type.Named type, String text) {
    var pairs = new LinkedHashMap<String, Object>();
    for (var pair : text.split(",", -1)) {
      int sign = pair.indexOf('=');
      if (sign <= 0) {
        throw new TypeConversionException("must be k=v, several with commas between them");
      }
      pairs.put(pair.substring(0, sign), plain(type.value(), pair.substring(sign + 1)));
    }
    return pairs;
  }

  private static Object object(String text) {
    try {
      return Json.read(text);
    } catch (Json.Malformed notJson) {
      throw new TypeConversionException("must be JSON: " + notJson.getMessage());
    }
  }
}
