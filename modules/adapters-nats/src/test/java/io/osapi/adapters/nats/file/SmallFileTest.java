package io.osapi.adapters.nats.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SmallFileTest {
  @TempDir private Path directory;

  @Test
  void a_file_is_read_also_through_a_link() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "text");
    var link = Files.createSymbolicLink(directory.resolve("link"), file);

    assertThat(SmallFile.text(file)).isEqualTo("text");
    assertThat(SmallFile.text(link)).isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev/stdin", "/etc", "/proc/self/fd"})
  void what_is_no_file_is_refused_with_its_name(String path) {
    assertThatThrownBy(() -> SmallFile.bytes(Path.of(path)))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(path + ": it is not a regular file");
  }

  @Test
  void nobody_waits_for_a_pipe() throws Exception {
    var pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> SmallFile.bytes(pipe)).hasMessage(pipe + ": it is not a regular file");
  }

  @Test
  void a_large_file_is_not_read_to_its_end() throws IOException {
    var file = directory.resolve("large");
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(SmallFile.MAX_BYTES);
      assertThat(SmallFile.bytes(file)).hasSize(SmallFile.MAX_BYTES);
      // Would not fit into an array.
      large.setLength(1L << 33);
    }

    assertThatThrownBy(() -> SmallFile.bytes(file))
        .hasMessage(file + ": it has more than " + SmallFile.MAX_BYTES + " bytes");
  }

  @Test
  void a_file_that_is_not_there_is_told_apart() {
    assertThatThrownBy(() -> SmallFile.bytes(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
