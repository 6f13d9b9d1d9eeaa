package io.osapi.adapters.cli;

import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where an operation is served: method and path follow from its name, as contracted. */
final class Route {
  private Route() {}

  /**
   * The request for it. Inputs go into the body of a PUT or POST; else the only required one, if it
   * is a scalar, ends the path, and the others are query parameters.
   */
  static Api.Request request(Operation<?, ?> operation, Map<String, Object> input) {
    var name = operation.name();
    var path = Api.BASE + "/" + name.path();
    return switch (name.verb()) {
      case "get" -> withoutBody("GET", path, operation, input);
      case "delete" -> withoutBody("DELETE", path, operation, input);
      case "update" -> Api.Request.of("PUT", path).body(input);
      case "create", "do" -> Api.Request.of("POST", path).body(input);
      default -> Api.Request.of("POST", path + "/" + name.verb()).body(input);
    };
  }

  private static Api.Request withoutBody(
      String method, String path, Operation<?, ?> operation, Map<String, Object> input) {
    var query = new LinkedHashMap<String, String>();
    var inPath = inPath(operation);
    for (var field : operation.input().fields()) {
      if (input.containsKey(field.name()) && !inPath.equals(Optional.of(field))) {
        query.put(field.name(), text(field, input));
      }
    }
    var end = inPath.map(field -> "/" + Api.encode(text(field, input))).orElse("");
    return Api.Request.of(method, path + end).query(query);
  }

  private static Optional<Field> inPath(Operation<?, ?> operation) {
    var required = operation.input().fields().stream().filter(Field::required).toList();
    return required.size() == 1 && isScalar(required.getFirst().type())
        ? Optional.of(required.getFirst())
        : Optional.empty();
  }

  private static boolean isScalar(Type type) {
    return switch (type) {
      case Type.Many _, Type.Named _, Type.Nested _ -> false;
      case Type.Text _,
          Type.Whole _,
          Type.Decimal _,
          Type.Flag _,
          Type.Time _,
          Type.Span _,
          Type.Choice _ ->
          true;
    };
  }

  private static String text(Field field, Map<String, Object> input) {
    return input.get(field.name()) instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(input.get(field.name()));
  }
}
