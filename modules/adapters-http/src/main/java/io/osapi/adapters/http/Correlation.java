package io.osapi.adapters.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.osapi.application.port.Tracing.Position;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a request is found by, here and in the caller's own records.
 *
 * @param requestId the caller's {@code X-Request-Id} if it is harmless in a header and a log line,
 *     else a new one
 * @param traceId 32 hexadecimal digits: of the caller's trace (W3C Trace Context), else new ones
 */
record Correlation(String requestId, String traceId) {
  static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
  static final HeaderName TRACE_PARENT = HeaderNames.create(Position.TRACE_PARENT);
  private static final HeaderName TRACE_STATE = HeaderNames.create(Position.TRACE_STATE);
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /**
   * @param position of the request's own activity
   */
  static Correlation of(String requestId, Optional<Position> position) {
    return new Correlation(requestId, position.map(Position::traceId).orElseGet(Correlation::hex));
  }

  static String requestId(Headers headers) {
    var values = headers.all(REQUEST_ID, List::of);
    return values.size() == 1 && HARMLESS.matcher(values.getFirst()).matches()
        ? values.getFirst()
        : UUID.randomUUID().toString();
  }

  /** Of a request that nobody could read. */
  static Correlation fresh() {
    return new Correlation(UUID.randomUUID().toString(), hex());
  }

  /** Where the caller's own activity is, if it says so. */
  static Optional<Position> caller(Headers headers) {
    return Position.parse(headers.all(TRACE_PARENT, List::of), headers.all(TRACE_STATE, List::of));
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
