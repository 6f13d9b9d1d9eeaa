package io.osapi.adapters.nats.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of credentials: small, and a regular one. A pipe in its place would be waited for, and a
 * device has no end.
 */
public final class SmallFile {
  /** A seed with the longest JWT before it has some KiB. */
  static final int MAX_BYTES = 1 << 20;

  private SmallFile() {}

  /**
   * @throws IOException that names the file and the reason; {@link
   *     java.nio.file.NoSuchFileException} if there is none
   */
  public static byte[] bytes(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "it is not a regular file");
    }
    try (var content = Files.newInputStream(file)) {
      var bytes = content.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new FileSystemException(
            file.toString(), null, "it has more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /** The same as text; what is no UTF-8 in it is no credential either. */
  public static String text(Path file) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }
}
