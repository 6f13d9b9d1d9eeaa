package io.osapi.adapters.http;

import io.helidon.http.Status;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A good answer of a route.
 *
 * @param about when it is given, for people
 * @param content by media type, the schema of what it carries: a map, or a {@link Component}
 * @param headers what it tells beside the headers of every answer
 */
record Success(Status status, String about, Map<String, Object> content, List<Field> headers) {
  static final Field LOCATION = header("Location", "Path of the job");
  static final Field LINK = header("Link", "The next and the previous page (RFC 8288)");
  static final Field TAG = header("ETag", "Changes whenever the answer does, for If-None-Match");
  static final Field APPLIED =
      header(Preferences.APPLIED.defaultCase(), "Which wish of the Prefer header was granted");

  static Success of(Status status, String about, Component document, Field... headers) {
    return new Success(status, about, Map.of(JsonText.MEDIA_TYPE, document), List.of(headers));
  }

  static Success text(String mediaType, String about, Map<String, Object> schema) {
    return new Success(Status.OK_200, about, Map.of(mediaType, schema), List.of(TAG));
  }

  static Success empty(Status status, String about) {
    return new Success(status, about, Map.of(), List.of());
  }

  private static Field header(String name, String about) {
    return new Field(name, new Type.Text(Optional.empty(), ""), about, false, Optional.empty());
  }
}
