package io.osapi.adapters.cli;

import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where an operation is served: method and path follow from its name, as contracted. */
final class Route {
  private Route() {}

  /** The request for it: what a caller must give to read goes into the path, the rest behind. */
  static Api.Request request(Operation<?, ?> operation, Map<String, Object> input) {
    var name = operation.name();
    var path = Api.BASE + "/" + name.family() + "/" + name.resource();
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
    var segments = new StringBuilder(path);
    for (var field : operation.input().fields()) {
      if (field.required()) {
        segments.append('/').append(Api.encode(text(field, input)));
      } else if (input.containsKey(field.name())) {
        query.put(field.name(), text(field, input));
      }
    }
    return Api.Request.of(method, segments.toString()).query(query);
  }

  private static String text(Field field, Map<String, Object> input) {
    return input.get(field.name()) instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(input.get(field.name()));
  }
}
