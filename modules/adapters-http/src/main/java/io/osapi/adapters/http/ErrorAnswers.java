package io.osapi.adapters.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Turns every error into a problem document, wherever it comes from. */
final class ErrorAnswers {
  private static final System.Logger LOG = System.getLogger(ErrorAnswers.class.getName());

  private ErrorAnswers() {}

  /** For what is thrown while a request is routed and handled. */
  static void register(HttpRouting.Builder routing) {
    routing
        .error(ProblemException.class, ErrorAnswers::problem)
        .error(HttpException.class, ErrorAnswers::refusedByServer)
        .error(Throwable.class, ErrorAnswers::unexpected);
  }

  /** For what the server refuses before there is a request to route. */
  static DirectHandlers beforeRouting(RequestActivity activity) {
    var handlers = DirectHandlers.builder();
    for (var type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, _, status, headers, _) ->
              activity.refusing(
                  request,
                  Problems.status(Problems.of(status)).code(),
                  correlation -> beforeRouting(correlation, status, headers)));
    }
    return handlers.build();
  }

  /** For who speaks plain HTTP where TLS is spoken: written as it is to the socket. */
  static byte[] toPlainHttp() {
    var correlation = Correlation.fresh();
    var problem = new ProblemException(Problem.BAD_REQUEST, Map.of("needed", "https://"));
    var body = JsonText.write(Problems.view(problem, "/", correlation));
    var head =
        """
        HTTP/1.1 400 Bad Request\r
        Content-Type: %s\r
        Content-Length: %d\r
        Cache-Control: no-store\r
        X-Content-Type-Options: nosniff\r
        X-Request-Id: %s\r
        Connection: close\r
        \r
        """
            .formatted(Problems.MEDIA_TYPE, body.length, correlation.requestId());
    var answer = new ByteArrayOutputStream();
    answer.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(body);
    return answer.toByteArray();
  }

  private static void problem(
      ServerRequest request, ServerResponse response, ProblemException thrown) {
    // The caller is told as much; only the world's faults are news to us.
    if (Problems.status(thrown.problem()).code() >= 500) {
      LOG.log(DEBUG, () -> line(request) + thrown.getMessage());
    }
    Answers.send(thrown, request, response);
  }

  private static void refusedByServer(
      ServerRequest request, ServerResponse response, HttpException thrown) {
    var problem = Problems.of(thrown.status());
    if (problem == Problem.INTERNAL) {
      unexpected(request, response, thrown);
    } else {
      Answers.send(new ProblemException(problem), request, response);
    }
  }

  private static void unexpected(ServerRequest request, ServerResponse response, Throwable thrown) {
    LOG.log(ERROR, line(request) + "failed", thrown);
    Answers.send(new ProblemException(Problem.INTERNAL), request, response);
  }

  private static DirectHandler.TransportResponse beforeRouting(
      Correlation correlation, Status status, ServerResponseHeaders headers) {
    var problem = Problems.of(status);
    headers.set(HeaderNames.CONTENT_TYPE, Problems.MEDIA_TYPE);
    headers.set(Correlation.REQUEST_ID, correlation.requestId());
    StandardHeaders.add(headers);
    // The path may be what is wrong with it, so it is not repeated.
    return DirectHandler.TransportResponse.builder()
        .status(Problems.status(problem))
        .headers(headers)
        .keepAlive(false)
        .entity(JsonText.write(Problems.view(new ProblemException(problem), "/", correlation)))
        .build();
  }

  private static String line(ServerRequest request) {
    return request.prologue().method().text() + " " + request.path().rawPath() + ": ";
  }
}
