package io.osapi.adapters.http;

import io.helidon.http.Method;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.shape.Field;
import java.util.List;
import java.util.Optional;

/**
 * One row of the API: what is served, to whom, and by what. The server, the document of the API and
 * the tests of its authorisation all read it.
 *
 * @param id names it in the document and in generated clients: {@code listJobs}; never changes
 * @param tag the group it belongs to, for people
 * @param summary one line for people, without a full stop
 * @param path with parameters in braces: {@code /api/v1/jobs/{id}}
 * @param inPath the parameters in the path, in its order
 * @param query the query parameters that it knows; any other is refused
 * @param headers the header fields that it reads, beside those that every route does
 * @param successes its good answers
 * @param problems what can go wrong here and not everywhere
 * @param operation the operation that it runs, where it is one's resource
 */
record Route(
    String id,
    String tag,
    String summary,
    Method method,
    String path,
    Access access,
    List<Field> inPath,
    List<Field> query,
    List<Field> headers,
    Optional<Body> body,
    List<Success> successes,
    List<Problem> problems,
    Optional<Operation<?, ?>> operation,
    Handler handler) {

  /** Answers one call that has passed the gate. */
  @FunctionalInterface
  interface Handler {
    /**
     * @throws io.osapi.domain.problem.ProblemException for everything that is not a good answer
     */
    Reply handle(Call call);
  }

  /** The body that it takes. */
  record Body(Component schema, boolean isRequired) {}

  static boolean takesBody(Method method) {
    return method.equals(Method.POST) || method.equals(Method.PUT);
  }

  /** HEAD comes with GET, but not where it would run an operation to no purpose. */
  List<Method> methods() {
    return method.equals(Method.GET) && operation.isEmpty()
        ? List.of(Method.GET, Method.HEAD)
        : List.of(method);
  }

  /** As in logs and texts: {@code GET /api/v1/jobs}. */
  String name() {
    return method.text() + " " + path;
  }
}
