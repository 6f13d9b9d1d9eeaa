package io.osapi.bootstrap.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads the small files that configuration is made of. */
public final class FileText {
  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private FileText() {}

  /**
   * All of it, as UTF-8.
   *
   * @throws NoSuchFileException if there is none
   * @throws AccessDeniedException if this user may not read it
   * @throws IOException with a sentence for people, for anything else that is wrong with it
   */
  public static String read(Path file, int maxBytes) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("is not a regular file");
    }
    try (var content = Files.newInputStream(file)) {
      var bytes = content.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new IOException("has more than " + maxBytes + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("is not UTF-8", e);
    }
  }

  /** What {@link #read} threw, in words. */
  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "does not exist";
      case AccessDeniedException _ -> "may not be read by this user";
      default -> e.getMessage();
    };
  }

  /** Whether the file's group or everybody may read it. */
  public static boolean isOpenToOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains);
    } catch (IOException | UnsupportedOperationException permissionsUnknown) {
      // Only a warning hangs on it; a file that cannot be read at all is a fault where it is read.
      return false;
    }
  }
}
