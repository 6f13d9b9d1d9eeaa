package io.osapi.adapters.os;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The captured systems under {@code src/test/resources/hosts}. */
final class Hosts {
  static final String DEBIAN = "debian-12-kernel-6.18";

  private Hosts() {}

  static Path root(String system) {
    var url = Hosts.class.getResource("/hosts/" + system);
    try {
      return Path.of(Objects.requireNonNull(url, system).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static String read(String system, String path) throws OperationFailure {
    return new HostFiles(root(system)).read(path);
  }
}
