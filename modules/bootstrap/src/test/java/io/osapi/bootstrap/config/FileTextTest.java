package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration, secrets and certificates are read so. */
@Timeout(20)
class FileTextTest {
  private static final int MAX_BYTES = 1_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev/stdin", "/etc", "/proc/self/fd"})
  void what_is_no_file_is_refused(String path) {
    assertRefused(Path.of(path), "is not a regular file");
  }

  @Test
  void nobody_waits_for_a_pipe() throws Exception {
    var pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertRefused(pipe, "is not a regular file");
  }

  @Test
  void a_file_that_is_too_large_is_not_read_to_its_end() throws IOException {
    var file = directory.resolve("large");
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      // Would not fit into an array.
      large.setLength(1L << 33);
    }

    assertRefused(file, "has more than " + MAX_BYTES + " bytes");
  }

  @Test
  void what_is_no_utf_8_is_refused() throws IOException {
    var file = Files.write(directory.resolve("latin-1"), new byte[] {'a', (byte) 0xE9, 'b'});

    assertRefused(file, "is not UTF-8");
  }

  @Test
  void a_file_that_leads_to_itself_is_refused() throws IOException {
    var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("link"));

    assertThatThrownBy(() -> FileText.read(link, MAX_BYTES)).isInstanceOf(IOException.class);
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> FileText.read(file, MAX_BYTES))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(FileText.reason(e)).isEqualTo(reason));
  }
}
