package io.osapi.adapters.nats.enrolment;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files of mode 0600 in directories of mode 0700, whole or not there. */
final class OwnFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnFiles() {}

  /** Another process's file of that name stays. */
  static void create(Path file, String text) {
    lay(
        file,
        text,
        (staged, target) -> {
          try {
            Files.createLink(target, staged);
          } catch (FileAlreadyExistsException first) {
            // Somebody was faster: theirs is as good.
            return;
          }
        });
  }

  /**
   * @throws UncheckedIOException also if something is there that is no file: a device, a directory,
   *     or a link, which would be lost
   */
  static void replace(Path file, String text) {
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      throw new UncheckedIOException(
          new FileAlreadyExistsException(file.toString(), null, "it is not a regular file"));
    }
    lay(file, text, (staged, target) -> Files.move(staged, target, ATOMIC_MOVE, REPLACE_EXISTING));
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As far as the file system tells time; long ago where there is no such directory. */
  static Instant lastChange(Path directory) {
    try {
      return Files.isDirectory(directory)
          ? Files.getLastModifiedTime(directory).toInstant()
          : Instant.MIN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> names(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The owner of a directory, or of the first above it that is there, if that is not this user. */
  static Optional<String> otherOwner(Path directory) {
    var there = directory.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    try {
      var owner = Files.getOwner(there);
      return owner.equals(Files.getOwner(Path.of("/proc/self")))
          ? Optional.empty()
          : Optional.of(owner.getName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a staged file gets its name. */
  private interface Naming {
    void name(Path staged, Path target) throws IOException;
  }

  private static void lay(Path file, String text, Naming naming) {
    try {
      var directory = file.toAbsolutePath().getParent();
      Files.createDirectories(directory, OWNER_ONLY);
      // Temporary files are created with mode 0600. The dot keeps it from being taken for a host's.
      var staged = Files.createTempFile(directory, ".new", "");
      try {
        naming.name(Files.writeString(staged, text), file);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
