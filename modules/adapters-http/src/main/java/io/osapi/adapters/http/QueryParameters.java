package io.osapi.adapters.http;

import io.helidon.common.uri.UriQuery;
import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads a query strictly: what a route does not know, or finds twice, is an error of the caller.
 */
final class QueryParameters {
  private QueryParameters() {}

  /**
   * @throws ProblemException {@code INVALID_INPUT} with every violation
   */
  static Map<String, String> read(UriQuery query, List<Field> known) {
    var names = known.stream().map(Field::name).toList();
    var violations = new Violations();
    var values = new HashMap<String, String>();
    for (var name : query.names()) {
      if (!names.contains(name)) {
        violations.add(
            new Violation(
                pointer(name),
                "unknown-parameter",
                "is not known here" + Nearest.hint(name, names)));
      } else if (query.all(name).size() > 1) {
        violations.add(new Violation(pointer(name), "duplicate-parameter", "is there twice"));
      } else {
        values.put(name, query.first(name).orElse(""));
      }
    }
    violations.refuseIfAny();
    return values;
  }

  static String pointer(String name) {
    return "query/" + name;
  }

  /**
   * The record that the query describes.
   *
   * @throws ProblemException {@code INVALID_INPUT} with every violation
   */
  static <R extends Record> R read(Shape<R> shape, Call call) {
    var values = new LinkedHashMap<String, Object>();
    for (var field : shape.fields()) {
      call.query(field.name())
          .ifPresent(text -> values.put(field.name(), ParameterText.value(field.type(), text)));
    }
    return pointedAt(() -> shape.read(values));
  }

  /**
   * What {@code reading} a record from the query gives; its violations point to parameters, not to
   * members.
   */
  static <T> T pointedAt(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ProblemException refused) {
      throw ProblemException.invalid(
          refused.violations().stream()
              .map(each ->
                  new Violation(pointer(each.pointer().substring(1)), each.code(), each.message()))
              .toList());
    }
  }
}
