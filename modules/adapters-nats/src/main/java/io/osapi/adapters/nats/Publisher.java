package io.osapi.adapters.nats;

import io.nats.client.JetStream;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.ServerInfo;
import java.io.IOException;
import java.util.Optional;

/**
 * The client's way to publish to streams, kept for as long as the server is the same: to make one
 * is to take the text of the server's version apart, for each message anew.
 */
final class Publisher {
  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  private final Link link;
  private volatile Optional<Made> made = Optional.empty();

  private record Made(ServerInfo server, JetStream streams) {}

  Publisher(Link link) {
    this.link = link;
  }

  /**
   * Over the live connection.
   *
   * @throws io.osapi.domain.problem.ProblemException {@code UNAVAILABLE} at once when there is none
   */
  JetStream live() throws IOException {
    var connection = link.live();
    var server = connection.getServerInfo();
    // Each connect and reconnect brings an object of its own.
    var known = made.filter(each -> each.server() == server);
    if (known.isPresent()) {
      return known.get().streams();
    }
    var streams = connection.jetStream(OPTIONS);
    made = Optional.of(new Made(server, streams));
    return streams;
  }
}
