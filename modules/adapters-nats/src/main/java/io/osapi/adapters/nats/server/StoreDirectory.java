package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory that belongs to one nats-server: JetStream's files below {@code jetstream}, beside
 * them its configuration and its lock.
 */
record StoreDirectory(Path path) {

  /** Creates it if it is missing, for its owner only. */
  static StoreDirectory prepare(Path path) {
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new StoreDirectory(path);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** What the server reads at its start. */
  Path configuration() {
    return path.resolve("nats-server.conf");
  }

  /**
   * Writes a configuration beside the one in use, which is another server's as long as that holds
   * the lock. Mode 0600: temporary files are created with it.
   */
  Path stage(String configuration) {
    try {
      return Files.writeString(
          Files.createTempFile(path, "nats-server.conf.", ".new"), configuration);
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  void discard(Path staged) {
    try {
      Files.deleteIfExists(staged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StartException unusable(Path path, IOException cause) {
    return new StartException(
        "The store directory cannot be used: "
            + path
            + " ("
            + reason(cause)
            + "). Give the user that runs osapi the right to write there, or set nats.server.store_dir"
            + " to another directory.",
        cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "it is not a directory";
    }
    return cause instanceof FileSystemException known && known.getReason() != null
        ? known.getReason()
        : cause.toString();
  }
}
