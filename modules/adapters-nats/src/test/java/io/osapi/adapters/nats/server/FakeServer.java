package io.osapi.adapters.nats.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Shell scripts in the place of nats-server, for what the real one does not do on demand. */
final class FakeServer {
  private FakeServer() {}

  /** Tells {@code version} when asked, and else does what {@code script} says. */
  static Path create(Path directory, String version, String script) throws IOException {
    return executable(
        directory.resolve("fake-nats-server"),
        """
        #!/bin/sh
        if [ "$1" = -v ]; then
          echo "%s"
          exit
        fi
        %s
        """
            .formatted(version, script));
  }

  static Path executable(Path path, String text) throws IOException {
    Files.writeString(path, text);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }
}
