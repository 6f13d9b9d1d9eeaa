package io.osapi.adapters.http;

import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.shape.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The document of the API, as OpenAPI 3.1, from the routes that are served and nothing else. */
final class OpenApi {
  private static final String ABOUT =
      """
      Manages Linux hosts. Every request that concerns hosts becomes a job, which survives a crash \
      of any process once it is accepted; the resources of operations submit one and wait for its \
      results.

      Every answer has `X-Request-Id`: the caller's own if it matches `[A-Za-z0-9._-]{1,128}`. \
      Errors are problem documents (RFC 9457) with a stable `code`. `HEAD` is served wherever `GET` \
      asks no host. Unknown members of answers are to be passed over: later versions say more.
      """;

  private final ProblemResponses problems = new ProblemResponses();
  private final Map<String, Map<String, Object>> schemas = new TreeMap<>();

  private OpenApi() {}

  static Map<String, Object> of(List<Route> routes, Catalogue catalogue) {
    return new OpenApi().document(routes, catalogue);
  }

  private Map<String, Object> document(List<Route> routes, Catalogue catalogue) {
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.1");
    document.put("info", info());
    // Wherever this document was read from.
    document.put("servers", List.of(Map.of("url", "/")));
    document.put("tags", tags(catalogue));
    document.put("paths", paths(routes));
    document.put("components", components());
    return document;
  }

  private static Map<String, Object> info() {
    var info = new LinkedHashMap<String, Object>();
    info.put("title", "osapi");
    // Of the API, as in its paths; which osapi serves it is not part of what clients are made from.
    info.put("version", "1");
    info.put("description", ABOUT);
    var license = new LinkedHashMap<String, Object>();
    license.put("name", "MIT");
    license.put("identifier", "MIT");
    info.put("license", license);
    return info;
  }

  private static List<Map<String, Object>> tags(Catalogue catalogue) {
    var tags = new ArrayList<Map<String, Object>>();
    for (var group : RouteGroup.values()) {
      tags.add(tag(group.text(), group.about()));
    }
    for (var members : catalogue.families()) {
      tags.add(tag(members.family().name(), members.family().summary()));
    }
    return tags;
  }

  private static Map<String, Object> tag(String name, String about) {
    var tag = new LinkedHashMap<String, Object>();
    tag.put("name", name);
    tag.put("description", about);
    return tag;
  }

  private Map<String, Object> paths(List<Route> routes) {
    var paths = new LinkedHashMap<String, Map<String, Object>>();
    for (var route : routes) {
      paths
          .computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
          .put(route.method().text().toLowerCase(Locale.ROOT), operation(route));
    }
    return new LinkedHashMap<>(paths);
  }

  private Map<String, Object> operation(Route route) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("operationId", route.id());
    operation.put("tags", List.of(route.tag()));
    operation.put("summary", route.summary());
    operation.put("description", description(route));
    operation.put("security", security(route.access()));
    var parameters = parameters(route);
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    route.body().ifPresent(body -> operation.put("requestBody", requestBody(body)));
    operation.put("responses", responses(route));
    return operation;
  }

  private static String description(Route route) {
    var runs =
        route
            .operation()
            .map(operation -> "Runs `" + operation + "` on the target and waits for the results. ")
            .orElse("");
    return runs
        + switch (route.access()) {
          case Access.Open _ -> "Needs no token.";
          case Access.Needs(var scope) -> "Needs the scope `" + scope.text() + "`.";
        };
  }

  private static List<Map<String, Object>> security(Access access) {
    return switch (access) {
      case Access.Open _ -> List.of();
      case Access.Needs(var scope) -> List.of(Map.of("bearer", List.of(scope.text())));
    };
  }

  private static List<Map<String, Object>> parameters(Route route) {
    var parameters = new ArrayList<Map<String, Object>>();
    route.inPath().forEach(field -> parameters.add(parameter("path", field)));
    route.query().forEach(field -> parameters.add(parameter("query", field)));
    route.headers().stream()
        // OpenAPI says that the media types of the answers say it.
        .filter(field -> !field.equals(MetricsResource.ACCEPT))
        .forEach(field -> parameters.add(parameter("header", field)));
    return parameters;
  }

  private static Map<String, Object> parameter(String place, Field field) {
    var parameter = new LinkedHashMap<String, Object>();
    parameter.put("name", field.name());
    parameter.put("in", place);
    parameter.put("description", field.about());
    parameter.put("required", field.required());
    if (ParameterText.isCommaSeparated(field.type())) {
      parameter.put("style", "form");
      parameter.put("explode", false);
    }
    parameter.put("schema", Schema.parameter(field));
    return parameter;
  }

  private Map<String, Object> requestBody(Route.Body body) {
    var view = new LinkedHashMap<String, Object>();
    view.put("required", body.isRequired());
    view.put("content", content(Map.of(JsonText.MEDIA_TYPE, body.schema())));
    return view;
  }

  /** Good ones first, then problems; each by status. */
  private Map<String, Object> responses(Route route) {
    var responses = new LinkedHashMap<String, Object>();
    route
        .successes()
        .forEach(
            success -> responses.put(String.valueOf(success.status().code()), response(success)));
    problems
        .of(route)
        .forEach((status, response) -> responses.putIfAbsent(String.valueOf(status), response));
    return responses;
  }

  private Map<String, Object> response(Success success) {
    var response = new LinkedHashMap<String, Object>();
    response.put("description", success.about());
    if (!success.headers().isEmpty()) {
      var headers = new LinkedHashMap<String, Object>();
      success.headers().forEach(field -> headers.put(field.name(), header(field)));
      response.put("headers", headers);
    }
    if (!success.content().isEmpty()) {
      response.put("content", content(success.content()));
    }
    return response;
  }

  static Map<String, Object> header(Field field) {
    var header = new LinkedHashMap<String, Object>();
    header.put("description", field.about());
    header.put("schema", Schema.parameter(field));
    return header;
  }

  private Map<String, Object> content(Map<String, Object> schemaByMediaType) {
    var content = new LinkedHashMap<String, Object>();
    schemaByMediaType.forEach(
        (mediaType, schema) -> content.put(mediaType, Map.of("schema", named(schema))));
    return content;
  }

  private Map<String, Object> components() {
    var components = new LinkedHashMap<String, Object>();
    // Refers to a schema, so it comes before they are complete.
    var responses = (Map<?, ?>) named(problems.components());
    components.put("schemas", schemas);
    components.put("responses", responses);
    var bearer = new LinkedHashMap<String, Object>();
    bearer.put("type", "http");
    bearer.put("scheme", "bearer");
    bearer.put("bearerFormat", "JWT");
    bearer.put("description", "'osapi token generate' makes one; signed with HS256");
    components.put("securitySchemes", Map.of("bearer", bearer));
    return components;
  }

  /** The same with a reference in place of every component, which is noted to be defined. */
  private Object named(Object value) {
    return switch (value) {
      case Component component -> reference(component);
      case Map<?, ?> object -> {
        var copy = new LinkedHashMap<String, Object>();
        object.forEach((name, member) -> copy.put((String) name, named(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(this::named).toList();
      default -> value;
    };
  }

  private Map<String, Object> reference(Component component) {
    @SuppressWarnings("unchecked") // the copy of an object is an object
    var schema = (Map<String, Object>) named(component.schema());
    var other = schemas.put(component.name(), schema);
    if (other != null && !other.equals(schema)) {
      throw new IllegalArgumentException("two schemas are named " + component.name());
    }
    return Map.of("$ref", "#/components/schemas/" + component.name());
  }
}
