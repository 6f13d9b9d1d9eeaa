package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes answers: the one place where plain values become JSON on the wire. */
final class Answers {
  /** Enough to tell two states of one resource apart. */
  private static final int TAG_BYTES = 16;

  private Answers() {}

  static void send(Reply reply, ServerRequest request, ServerResponse response) {
    reply.headers().forEach(response::header);
    var body = bytes(reply.content());
    if (reply.hasTag()) {
      var tag = tag(body);
      response.header(HeaderNames.ETAG, tag);
      if (hasAlready(tag, request.headers())) {
        response.status(Status.NOT_MODIFIED_304);
        finish(new byte[0], request, response);
        return;
      }
    }
    response.status(reply.status());
    mediaType(reply.content()).ifPresent(type -> response.header(HeaderNames.CONTENT_TYPE, type));
    finish(body, request, response);
  }

  static void send(ProblemException problem, ServerRequest request, ServerResponse response) {
    response.status(Problems.status(problem.problem()));
    response.header(HeaderNames.CONTENT_TYPE, Problems.MEDIA_TYPE);
    if (problem.problem() == Problem.NOT_AUTHENTICATED) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    } else if (problem.problem() == Problem.TOO_MANY_REQUESTS
        || problem.problem() == Problem.OVERLOADED) {
      response.header(HeaderNames.RETRY_AFTER, String.valueOf(RateLimit.RETRY_AFTER_SECONDS));
    } else if (problem.problem() == Problem.REQUEST_TIMEOUT) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    var instance = request.path().rawPath();
    finish(
        JsonText.write(Problems.view(problem, instance, correlation(request))), request, response);
  }

  private static byte[] bytes(Content content) {
    return switch (content) {
      case Content.Json(var object) -> JsonText.write(object);
      case Content.Written(_, var text) -> text;
      case Content.Nothing _ -> new byte[0];
    };
  }

  private static Optional<String> mediaType(Content content) {
    return switch (content) {
      case Content.Json _ -> Optional.of(JsonText.MEDIA_TYPE);
      case Content.Written(var mediaType, _) -> Optional.of(mediaType);
      case Content.Nothing _ -> Optional.empty();
    };
  }

  /** What the first filter noted of this request. */
  static Correlation correlation(ServerRequest request) {
    return request
        .context()
        .get(Correlation.class)
        .orElseThrow(() -> new IllegalStateException("the first filter was passed by"));
  }

  private static void finish(byte[] body, ServerRequest request, ServerResponse response) {
    boolean isClosing = RequestBody.endsConnection(request);
    if (isClosing) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(body.length));
      response.send();
    } else {
      response.send(body);
    }
    if (isClosing) {
      RequestBody.drain(request);
    }
  }

  /** RFC 9110, section 13.1.2: any of the listed, compared weakly. */
  private static boolean hasAlready(String tag, Headers headers) {
    return headers.all(HeaderNames.IF_NONE_MATCH, List::of).stream()
        .flatMap(line -> Stream.of(line.split(",")))
        .map(String::strip)
        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
        .anyMatch(each -> each.equals(tag) || each.equals("*"));
  }

  private static String tag(byte[] body) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(body);
      var start = Arrays.copyOf(hash, TAG_BYTES);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + '"';
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
