package io.osapi.adapters.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
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
  static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  /** W3C Trace Context, section 3.2.2: version, trace, parent, flags, and what is yet to come. */
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  static Correlation of(Headers headers) {
    return new Correlation(
        single(headers, REQUEST_ID)
            .filter(id -> HARMLESS.matcher(id).matches())
            .orElseGet(() -> UUID.randomUUID().toString()),
        single(headers, TRACE_PARENT).flatMap(Correlation::traceId).orElseGet(Correlation::hex));
  }

  /** Of a request that nobody could read. */
  static Correlation fresh() {
    return new Correlation(UUID.randomUUID().toString(), hex());
  }

  private static Optional<String> traceId(String parent) {
    var matcher = PARENT.matcher(parent);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    // Only versions after the first may append fields.
    boolean hasMore = matcher.group(3) != null;
    return hasMore && matcher.group(1).equals("00")
        ? Optional.empty()
        : Optional.of(matcher.group(2));
  }

  private static Optional<String> single(Headers headers, HeaderName name) {
    var values = headers.all(name, List::of);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
