package io.osapi.adapters.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the caller would like (RFC 7240). What we do not know, or cannot read, is passed over, as
 * the RFC says.
 *
 * @param maxWait how long to hold the answer for a job to become final; at most {@link #MAX_WAIT}
 * @param respondAsync not to hold it at all
 */
record Preferences(Optional<Duration> maxWait, boolean respondAsync) {
  /** Proxies commonly give up on a silent server after a minute. */
  static final Duration MAX_WAIT = Duration.ofSeconds(60);

  static final HeaderName PREFER = HeaderNames.create("Prefer");
  static final HeaderName APPLIED = HeaderNames.create("Preference-Applied");

  static final Field WAIT_FIELD =
      field(
          PREFER.defaultCase(),
          "wait=20 holds the answer until the job is final, or that many seconds, 60 at most"
              + " (RFC 7240)");

  static final Field WAIT_OR_ASYNC_FIELD =
      field(
          PREFER.defaultCase(),
          "wait=20 waits that many seconds for results, 60 at most; respond-async not at all"
              + " (RFC 7240)");

  static final Field IF_NONE_MATCH =
      field(
          HeaderNames.IF_NONE_MATCH.defaultCase(),
          "The ETag of an earlier answer: 304 if nothing changed since then");

  /** Nine digits are no overflow. */
  private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?");

  static Preferences of(Headers headers) {
    var preferences =
        headers.all(PREFER, List::of).stream()
            .flatMap(line -> Stream.of(line.split(",")))
            .map(String::strip)
            .toList();
    return new Preferences(
        preferences.stream().flatMap(Preferences::seconds).findFirst(),
        preferences.contains("respond-async"));
  }

  private static Stream<Duration> seconds(String preference) {
    return WAIT.matcher(preference)
        .results()
        .filter(match -> match.start() == 0 && match.end() == preference.length())
        .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1))))
        .map(asked -> Stream.of(asked, MAX_WAIT).min(Comparator.naturalOrder()).get());
  }

  private static Field field(String name, String about) {
    return new Field(name, new Type.Text(Optional.empty(), ""), about, false, Optional.empty());
  }
}
