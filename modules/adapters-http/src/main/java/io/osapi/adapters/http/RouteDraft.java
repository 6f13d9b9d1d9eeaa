package io.osapi.adapters.http;

import io.helidon.http.Method;
import io.helidon.http.Status;
import io.osapi.domain.access.Scope;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.shape.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A {@link Route} while it is being described. What it says comes first, who serves it last. */
final class RouteDraft {
  private static final Pattern IN_BRACES = Pattern.compile("\\{([^}]+)}");

  private final String id;
  private final Method method;
  private final String path;
  private final String summary;
  private final List<Field> query = new ArrayList<>();
  private final List<Field> headers = new ArrayList<>();
  private final List<Success> successes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private List<Field> inPath = List.of();
  private Optional<Route.Body> body = Optional.empty();
  private Optional<Operation<?, ?>> operation = Optional.empty();

  private RouteDraft(String id, Method method, String path, String summary) {
    this.id = id;
    this.method = method;
    this.path = path;
    this.summary = summary;
  }

  static RouteDraft get(String id, String path, String summary) {
    return of(id, Method.GET, path, summary);
  }

  static RouteDraft of(String id, Method method, String path, String summary) {
    return new RouteDraft(id, method, path, summary);
  }

  RouteDraft inPath(Field... fields) {
    inPath = List.of(fields);
    return this;
  }

  RouteDraft query(List<Field> fields) {
    query.addAll(fields);
    return this;
  }

  RouteDraft headers(Field... fields) {
    headers.addAll(List.of(fields));
    return this;
  }

  RouteDraft takes(Component schema, boolean isRequired) {
    body = Optional.of(new Route.Body(schema, isRequired));
    return this;
  }

  RouteDraft gives(Component document, String about) {
    return gives(Success.of(Status.OK_200, about, document));
  }

  RouteDraft gives(Success success) {
    successes.add(success);
    return this;
  }

  /** The same again is answered with 304 where the caller has it already. */
  RouteDraft givesOnce(Component document, String about) {
    return gives(Success.of(Status.OK_200, about, document, Success.TAG)).knowsTags();
  }

  RouteDraft knowsTags() {
    return headers(Preferences.IF_NONE_MATCH)
        .gives(Success.empty(Status.NOT_MODIFIED_304, "Nothing changed since then"));
  }

  RouteDraft refuses(Problem... more) {
    problems.addAll(List.of(more));
    return this;
  }

  Route forAnybody(RouteGroup group, Route.Handler handler) {
    return route(group.text(), new Access.Open(), handler);
  }

  Route forScope(Scope scope, RouteGroup group, Route.Handler handler) {
    return route(group.text(), new Access.Needs(scope), handler);
  }

  /** With who may, and the group, that the operation says. */
  Route running(Operation<?, ?> its, Route.Handler handler) {
    operation = Optional.of(its);
    return route(its.name().family(), new Access.Needs(its.scope()), handler);
  }

  private Route route(String tag, Access access, Route.Handler handler) {
    var named = IN_BRACES.matcher(path).results().map(match -> match.group(1)).toList();
    if (!named.equals(inPath.stream().map(Field::name).toList())) {
      throw new IllegalArgumentException(path + " does not have the parameters " + inPath);
    }
    if (body.isPresent() && !Route.takesBody(method)) {
      throw new IllegalArgumentException(method.text() + " " + path + " cannot take a body");
    }
    return new Route(
        id,
        tag,
        summary,
        method,
        path,
        access,
        inPath,
        List.copyOf(query),
        List.copyOf(headers),
        body,
        List.copyOf(successes),
        List.copyOf(problems),
        operation,
        handler);
  }
}
