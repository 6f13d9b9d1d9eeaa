package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.JobId;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.shape.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stands before every handler, in this order: who asks, may they, not too often, is it within the
 * limits, is it well formed, is there room for it. A caller that is not admitted learns nothing of
 * the rest.
 */
final class Edge {
  private final Gate gate;
  private final RateLimit limit;
  private final Lanes lanes;
  private final Tracing tracing;

  Edge(Gate gate, RateLimit limit, Lanes lanes, Tracing tracing) {
    this.gate = gate;
    this.limit = limit;
    this.lanes = lanes;
    this.tracing = tracing;
  }

  Handler serve(Route route) {
    return (request, response) ->
        // Read before and sent after: a slow client keeps its connection, but nobody's place.
        Answers.send(lanes.handle(route, call(route, request)), request, response);
  }

  /** For any method that none of {@code routes}, which have one path, has. */
  static Handler refuseMethod(List<Route> routes) {
    var allowed =
        routes.stream()
            .flatMap(route -> route.methods().stream())
            .map(Method::text)
            .sorted()
            .collect(Collectors.joining(", "));
    return (request, response) -> {
      response.header(HeaderNames.ALLOW, allowed);
      Answers.send(new ProblemException(Problem.METHOD_NOT_ALLOWED), request, response);
    };
  }

  static void refusePath(ServerRequest request, ServerResponse response) {
    Answers.send(new ProblemException(Problem.ROUTE_NOT_FOUND), request, response);
  }

  private Call call(Route route, ServerRequest request) {
    var caller = gate.admit(route.access(), request.headers());
    if (route.access() instanceof Access.Needs(var scope)) {
      tracing.note("principal", caller.subject());
      limit.count(caller.subject(), scope, request.remotePeer().address());
    }
    if (route.inPath().contains(Routes.JOB_ID)) {
      JobId.parse(request.path().pathParameters().get("id"))
          .ifPresent(id -> tracing.note("job_id", id.value()));
    }
    var bytes = route.body().isPresent() ? RequestBody.read(request) : new byte[0];
    var violations = new Violations();
    var query = violations.collect(() -> QueryParameters.read(request.query(), route.query()));
    var body = violations.collect(() -> object(bytes));
    violations.refuseIfAny();
    return new Call(
        caller,
        pathParameters(request),
        query.orElseThrow(),
        headers(route, request),
        body.orElseThrow(),
        Preferences.of(request.headers()));
  }

  private static Map<String, Object> object(byte[] bytes) {
    return bytes.length == 0 ? Map.of() : JsonText.readObject(bytes);
  }

  private static Map<String, List<String>> headers(Route route, ServerRequest request) {
    return route.headers().stream()
        .collect(
            Collectors.toMap(
                Field::name,
                field -> request.headers().all(HeaderNames.create(field.name()), List::of)));
  }

  private static Map<String, String> pathParameters(ServerRequest request) {
    var parameters = request.path().pathParameters();
    var values = new HashMap<String, String>();
    parameters.names().forEach(name -> values.put(name, parameters.get(name)));
    return values;
  }
}
