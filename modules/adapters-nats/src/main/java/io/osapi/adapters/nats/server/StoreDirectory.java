package io.osapi.adapters.nats.server;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory that belongs to one nats-server: JetStream's files below {@code jetstream}, beside
 * them its configuration and its lock.
 */
record StoreDirectory(Path path) {

  /** Creates it if it is missing, for its owner only. */
  static StoreDirectory prepare(Path path) {
    try {
      Files.createDirectories(path, mode("rwx------"));
      var store = new StoreDirectory(path);
      // The lock file stays: if it came and went, two servers could hold a lock on two files.
      Files.newByteChannel(store.lock(), Set.of(CREATE, WRITE), mode("rw-------")).close();
      return store;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** Locked by the server that uses the directory, as long as it lives. */
  Path lock() {
    return path.resolve("nats-server.lock");
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

  /** Of the server that runs here: it holds the lock for us. */
  void replaceConfiguration(String configuration) {
    try {
      Files.move(stage(configuration), configuration(), ATOMIC_MOVE, REPLACE_EXISTING);
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
