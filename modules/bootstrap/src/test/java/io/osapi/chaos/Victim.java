package io.osapi.chaos;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be made to suffer.
 *
 * @param network its own to nats-server, of those that have one
 * @param journal the file, of those that keep one
 */
record Victim(Host host, Optional<Proxy> network, Optional<Path> journal) {

  static Victim server(Host host) {
    return new Victim(host, Optional.empty(), Optional.empty());
  }

  static Victim client(Host host, Proxy network) {
    return new Victim(host, Optional.of(network), Optional.empty());
  }

  static Victim worker(Host host, Proxy network, Path journal) {
    return new Victim(host, Optional.of(network), Optional.of(journal));
  }
}
