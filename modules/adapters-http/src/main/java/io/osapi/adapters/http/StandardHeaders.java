package io.osapi.adapters.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import java.util.List;

/** What every answer carries. */
final class StandardHeaders {
  static final List<Header> ALL =
      List.of(
          // State of hosts is never news from a cache.
          HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store"),
          // Text that came from hosts is never to be taken for markup.
          HeaderValues.createCached(HeaderNames.create("X-Content-Type-Options"), "nosniff"));

  private StandardHeaders() {}

  static void add(ServerResponseHeaders headers) {
    ALL.forEach(headers::set);
  }
}
