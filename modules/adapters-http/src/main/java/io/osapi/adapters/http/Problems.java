package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Problems as HTTP has them: RFC 9457. */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  /** A caller who made more mistakes than that is better served by the first. */
  private static final int MAX_ERRORS = 100;

  private Problems() {}

  static Status status(Problem problem) {
    return switch (problem) {
      case INVALID_INPUT, BAD_REQUEST -> Status.BAD_REQUEST_400;
      case NOT_AUTHENTICATED -> Status.UNAUTHORIZED_401;
      case NOT_PERMITTED -> Status.FORBIDDEN_403;
      case ROUTE_NOT_FOUND,
          JOB_NOT_FOUND,
          DEAD_LETTER_NOT_FOUND,
          WORKER_NOT_FOUND,
          NO_TELEMETRY,
          NO_MATCHING_WORKER ->
          Status.NOT_FOUND_404;
      case METHOD_NOT_ALLOWED -> Status.METHOD_NOT_ALLOWED_405;
      case REQUEST_TIMEOUT -> Status.REQUEST_TIMEOUT_408;
      case JOB_DELETED, JOB_NOT_FINAL, JOB_IS_FINAL -> Status.CONFLICT_409;
      case BODY_TOO_LARGE -> Status.REQUEST_ENTITY_TOO_LARGE_413;
      case UNSUPPORTED_MEDIA_TYPE -> Status.UNSUPPORTED_MEDIA_TYPE_415;
      case IDEMPOTENCY_CONFLICT -> Status.create(422, "Unprocessable Content");
      case TOO_MANY_REQUESTS -> Status.TOO_MANY_REQUESTS_429;
      case INTERNAL -> Status.INTERNAL_SERVER_ERROR_500;
      case OVERLOADED, NO_LIVE_WORKER, QUEUE_FULL, UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503;
    };
  }

  /**
   * What the server itself refuses with that status, before any of our code has seen the request.
   */
  static Problem of(Status status) {
    return switch (status.code()) {
      case 404 -> Problem.ROUTE_NOT_FOUND;
      case 405 -> Problem.METHOD_NOT_ALLOWED;
      case 408 -> Problem.REQUEST_TIMEOUT;
      case 413 -> Problem.BODY_TOO_LARGE;
      case 415 -> Problem.UNSUPPORTED_MEDIA_TYPE;
      // 505: a version of HTTP that we do not speak is the client's doing.
      case 505 -> Problem.BAD_REQUEST;
      default -> status.code() >= 500 ? Problem.INTERNAL : Problem.BAD_REQUEST;
    };
  }

  /**
   * @param instance the path that was asked for
   */
  static Map<String, Object> view(
      ProblemException thrown, String instance, Correlation correlation) {
    var problem = thrown.problem();
    var view = new LinkedHashMap<String, Object>();
    view.put("type", "/problems/" + problem.code());
    view.put("title", problem.title());
    view.put("status", status(problem).code());
    view.put("detail", thrown.detail());
    view.put("instance", instance);
    view.put("code", problem.code());
    view.put("request_id", correlation.requestId());
    view.put("trace_id", correlation.traceId());
    if (!thrown.violations().isEmpty()) {
      view.put(
          "errors", thrown.violations().stream().limit(MAX_ERRORS).map(Problems::view).toList());
    }
    return view;
  }

  private static Map<String, Object> view(Violation violation) {
    var view = new LinkedHashMap<String, Object>();
    view.put("pointer", violation.pointer());
    view.put("code", violation.code());
    view.put("message", violation.message());
    return view;
  }
}
