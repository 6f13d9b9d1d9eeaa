package io.osapi.domain.problem;

import java.util.Locale;

/**
 * Every error that a caller can be told of. The code is stable: clients match on it.
 *
 * <p>Texts are constant. What varies travels as named values in {@link ProblemException}.
 */
public enum Problem {
  INVALID_INPUT("The request has invalid input", "See errors[] for each place."),
  NOT_AUTHENTICATED(
      "A valid bearer token is needed",
      "Send 'Authorization: Bearer <token>'; 'osapi token generate' makes one."),
  NOT_PERMITTED(
      "The token's roles do not allow this", "Ask for a token with a role that has the scope."),
  ROUTE_NOT_FOUND("No such resource", "GET /openapi.json lists what is served."),
  METHOD_NOT_ALLOWED("The resource does not have this method", "See the Allow header."),
  BODY_TOO_LARGE("The request body is too large", "Send at most the limit."),
  UNSUPPORTED_MEDIA_TYPE("The body is not JSON", "Send 'Content-Type: application/json'."),
  BAD_REQUEST("The request is not valid HTTP", "Check the request line and headers."),
  REQUEST_TIMEOUT("The request did not arrive in time", "Send it again, without pauses."),
  TOO_MANY_REQUESTS("Too many requests", "Wait for Retry-After seconds."),
  OVERLOADED(
      "The server has as many requests in hand as it takes", "Wait for Retry-After seconds."),
  JOB_NOT_FOUND("No such job", "It may have been deleted or outlived its retention."),
  JOB_DELETED(
      "The job of this request was deleted", "Use a new idempotency key for a new request."),
  JOB_NOT_FINAL("The job is not final yet", "Wait for it, or cancel it first."),
  JOB_IS_FINAL("The job is final already", "Submit a new one, or retry it."),
  IDEMPOTENCY_CONFLICT(
      "The idempotency key was used with another body", "Use a new key for a new request."),
  DEAD_LETTER_NOT_FOUND("No such dead letter", "GET /api/v1/jobs/dlq lists them."),
  WORKER_NOT_FOUND("No such worker", "GET /api/v1/workers lists them."),
  NO_TELEMETRY(
      "The worker has sent no telemetry",
      "Give its configuration an agent section, or wait for its first report."),
  NO_MATCHING_WORKER(
      "No worker was ever seen that matches the target", "GET /api/v1/workers lists them."),
  NO_LIVE_WORKER("No worker is live", "Start one: osapi job worker start."),
  QUEUE_FULL("The job queue is full", "Try again when workers have caught up."),
  UNAVAILABLE("The job store cannot be reached", "Try again; the service reconnects by itself."),
  INTERNAL("Something failed on our side", "Report it with the request id.");

  private final String title;
  private final String advice;

  Problem(String title, String advice) {
    this.title = title;
    this.advice = advice;
  }

  /** Stable, kebab-case: {@code no-live-worker}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String title() {
    return title;
  }

  /** What the caller can do next; one sentence. */
  public String advice() {
    return advice;
  }
}
