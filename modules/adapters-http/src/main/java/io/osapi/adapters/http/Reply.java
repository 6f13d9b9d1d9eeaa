package io.osapi.adapters.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.osapi.domain.job.JobId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer before it is written.
 *
 * @param hasTag whether it is worth comparing with what the caller has already ({@code ETag})
 */
record Reply(Status status, Map<HeaderName, String> headers, Content content, boolean hasTag) {

  static Reply of(Status status, Content content) {
    return new Reply(status, Map.of(), content, false);
  }

  static Reply of(Status status, Map<String, Object> object) {
    return of(status, new Content.Json(object));
  }

  static Reply ok(Map<String, Object> object) {
    return of(Status.OK_200, object);
  }

  static Reply done() {
    return of(Status.NO_CONTENT_204, new Content.Nothing());
  }

  Reply withTag() {
    return new Reply(status, headers, content, true);
  }

  Reply at(JobId job) {
    return with(HeaderNames.LOCATION, "/api/v1/jobs/" + job);
  }

  /** Says how long the answer was held at most, on the caller's wish (RFC 7240, section 3). */
  Reply applying(Duration wait) {
    return with(Preferences.APPLIED, "wait=" + wait.toSeconds());
  }

  Reply with(HeaderName name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, content, hasTag);
  }
}
