package io.osapi.adapters.http;

import io.osapi.domain.access.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as handlers see it: admitted, within its limits, decoded to plain values.
 *
 * @param path the parameters in the path, by name
 * @param query the parameters that the route knows and the caller gave
 * @param headers the values of the header fields that the route knows
 * @param body the members of the JSON object; none where there is no body
 */
record Call(
    Principal caller,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, List<String>> headers,
    Map<String, Object> body,
    Preferences preferences) {

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** All values of a header field that the route knows; none if it was not sent. */
  List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** Where a header field stands, for who is told of a fault in it. */
  static String headerPointer(String name) {
    return "header/" + name;
  }
}
