package io.osapi.adapters.os;

import io.osapi.domain.job.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Acquires the text of the host's own files. Failures name the file, for they become answers. */
final class HostFiles {
  /** Far above any file read here: 10,000 mounts are 1 MiB of mountinfo. */
  private static final int MAX_FILE_BYTES = 4 << 20;

  private final Path root;

  /**
   * @param root where {@code /proc} and {@code /etc} are looked for: {@code /}, or a test's copy
   */
  HostFiles(Path root) {
    this.root = root;
  }

  /**
   * @param path absolute, as the host sees it: {@code /proc/uptime}
   * @throws OperationFailure if it is not there, may not be read, is unreasonably large, or is no
   *     regular file: a pipe would be waited for, and a device has no end or must not be replaced
   */
  String read(String path) throws OperationFailure {
    if (exists(path) && !Files.isRegularFile(resolve(path))) {
      throw new OperationFailure("file-unreadable", path + " is not a regular file");
    }
    // Read to the end instead of to the size, which is 0 for files in /proc.
    try (var in = Files.newInputStream(resolve(path))) {
      var bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new OperationFailure(
            "file-unreadable", path + " has more than " + MAX_FILE_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (OperationFailure itsOwn) {
      throw itsOwn;
    } catch (IOException e) {
      throw new OperationFailure("file-unreadable", path + ": " + reason(e), e);
    }
  }

  boolean exists(String path) {
    return Files.exists(resolve(path));
  }

  /** Where {@code path} really is: the same, or below a test's root. */
  Path resolve(String path) {
    return root.resolve(path.substring(1));
  }

  /** The answer for a failure that no handler has put into words. */
  static Fault fault(IOException e) {
    var file = e instanceof FileSystemException ofFile ? ofFile.getFile() + ": " : "";
    return new Fault("io-failed", file + reason(e));
  }

  /** Why, without the file's name: {@code FileSystemException} has the reason apart from it. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "permission denied for this worker's user";
      case FileSystemException ofFile when ofFile.getReason() != null -> ofFile.getReason();
      default -> e.getMessage() == null ? "input or output failed" : e.getMessage();
    };
  }
}
