package io.osapi.adapters.nats;

import io.nats.client.impl.Headers;
import io.osapi.application.port.Tracing.Position;
import java.util.List;
import java.util.Optional;

/** The headers that take a trace from one process to another, by W3C Trace Context. */
final class TraceHeaders {
  private TraceHeaders() {}

  /** A message's headers, to which others may be added. */
  static Headers of(Optional<Position> position) {
    var headers = new Headers();
    position.ifPresent(where -> where.carrier().forEach((name, value) -> headers.add(name, value)));
    return headers;
  }

  /**
   * @param headers null, as the client has it, where a message has none
   */
  static Optional<Position> read(Headers headers) {
    return headers == null
        ? Optional.empty()
        : Position.parse(all(headers, Position.TRACE_PARENT), all(headers, Position.TRACE_STATE));
  }

  private static List<String> all(Headers headers, String name) {
    return Optional.ofNullable(headers.get(name)).orElse(List.of());
  }
}
