package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes a request's body off the wire, within its limits, or gets rid of it. */
final class RequestBody {
  static final int MAX_BYTES = 1024 * 1024;

  /**
   * What is still taken of a body that was refused, so that the client, which may send it all
   * before it listens, gets to read why; and for how long.
   */
  private static final int MAX_DRAINED_BYTES = 16 * MAX_BYTES;

  private static final Duration MAX_DRAIN_TIME = Duration.ofSeconds(2);

  /** RFC 8259, section 11, knows no parameters; many clients send this one. */
  private static final Pattern JSON =
      Pattern.compile(
          "application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

  private static final int BUFFER_BYTES = 8 * 1024;

  private RequestBody() {}

  /**
   * The body's bytes; none if there is no body.
   *
   * @throws ProblemException {@code BODY_TOO_LARGE}, {@code UNSUPPORTED_MEDIA_TYPE}, {@code
   *     REQUEST_TIMEOUT}, {@code BAD_REQUEST}
   */
  static byte[] read(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    if (declaredBytes(request.headers()) > MAX_BYTES) {
      throw tooLarge();
    }
    if (!isJson(request.headers())) {
      throw new ProblemException(Problem.UNSUPPORTED_MEDIA_TYPE);
    }
    try {
      // Not closed: the server's stream would wait for more of a body that may have been refused.
      var bytes = request.content().inputStream().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw tooLarge();
      }
      return bytes;
    } catch (NumberFormatException noChunkSize) {
      throw new ProblemException(Problem.BAD_REQUEST, Map.of(), noChunkSize);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the connection has to end with the answer, because what the client still sends cannot
   * be skipped to its end: it has no known or no modest end, or the client waits to be told to send
   * it.
   */
  static boolean endsConnection(ServerRequest request) {
    return isUnread(request)
        && (declaredBytes(request.headers()) > MAX_BYTES
            || isChunked(request)
            || awaitsContinue(request));
  }

  /** Skips what the client still sends, up to a bound, after it has been answered. */
  static void drain(ServerRequest request) {
    if (!isUnread(request) || isChunked(request) || awaitsContinue(request)) {
      return;
    }
    long end = System.nanoTime() + MAX_DRAIN_TIME.toNanos();
    var buffer = new byte[BUFFER_BYTES];
    long drained = 0;
    try {
      var in = request.content().inputStream();
      for (int n = in.read(buffer);
          n >= 0 && drained < MAX_DRAINED_BYTES && System.nanoTime() - end < 0;
          n = in.read(buffer)) {
        drained += n;
      }
    } catch (IOException | RuntimeException gone) {
      throw new CloseConnectionException("the client left before the end of its request", gone);
    }
  }

  private static boolean isUnread(ServerRequest request) {
    return request.content().hasEntity() && !request.content().consumed();
  }

  private static boolean isChunked(ServerRequest request) {
    return request.headers().contains(HeaderNames.TRANSFER_ENCODING);
  }

  private static boolean awaitsContinue(ServerRequest request) {
    return request.headers().contains(HeaderValues.EXPECT_100);
  }

  private static long declaredBytes(ServerRequestHeaders headers) {
    return headers.contentLength().orElse(0);
  }

  private static boolean isJson(ServerRequestHeaders headers) {
    return headers
        .first(HeaderNames.CONTENT_TYPE)
        .filter(type -> JSON.matcher(type).matches())
        .isPresent();
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        Problem.BODY_TOO_LARGE, Map.of("limit_bytes", String.valueOf(MAX_BYTES)));
  }
}
