package io.osapi.adapters.http;

import io.helidon.http.Method;
import io.osapi.domain.access.Scope;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.shape.Field;
import java.util.List;
import java.util.Optional;

/**
 * One row of the API: what is served, to whom, and by what. The server, the document of the API and
 * the tests of its authorisation all read it.
 *
 * @param path with parameters in braces: {@code /api/v1/jobs/{id}}
 * @param summary one line for people, without a full stop
 * @param query the query parameters that it knows; any other is refused
 * @param operation the operation that it runs, where it is one's resource
 */
record Route(
    Method method,
    String path,
    Access access,
    String summary,
    boolean hasBody,
    List<Field> query,
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

  static Route open(String path, String summary, Handler handler) {
    return fixed(Method.GET, path, new Access.Open(), summary, handler);
  }

  static Route read(String path, String summary, Handler handler) {
    return fixed(Method.GET, path, new Access.Needs(Scope.READ), summary, handler);
  }

  static Route write(Method method, String path, String summary, Handler handler) {
    return fixed(method, path, new Access.Needs(Scope.WRITE), summary, handler);
  }

  private static Route fixed(
      Method method, String path, Access access, String summary, Handler handler) {
    return new Route(
        method, path, access, summary, takesBody(method), List.of(), Optional.empty(), handler);
  }

  static boolean takesBody(Method method) {
    return method.equals(Method.POST) || method.equals(Method.PUT);
  }

  /** HEAD comes with GET, but not where it would run an operation to no purpose. */
  List<Method> methods() {
    return method.equals(Method.GET) && operation.isEmpty()
        ? List.of(Method.GET, Method.HEAD)
        : List.of(method);
  }
}
