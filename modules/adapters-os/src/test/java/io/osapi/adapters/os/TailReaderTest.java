package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailReaderTest {
  private static final long SEED = 20_26;

  @TempDir Path directory;

  @Test
  void lines_are_those_that_a_reader_from_the_front_would_have_at_the_end() throws Exception {
    var random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      var text = new StringBuilder();
      for (int line = random.nextInt(40); line >= 0; line--) {
        // Now and then longer than a block, and of characters of one to four bytes.
        int length = random.nextInt(10) == 0 ? random.nextInt(150_000) : random.nextInt(80);
        for (int i = 0; i < length; i++) {
          text.append(List.of("a", "ü", "€", "😀").get(random.nextInt(4)));
        }
        text.append(line > 0 || random.nextBoolean() ? "\n" : "");
      }
      var all = text.isEmpty() ? List.<String>of() : List.of(text.toString().split("\n", -1));
      if (!all.isEmpty() && all.getLast().isEmpty()) {
        all = all.subList(0, all.size() - 1);
      }
      int wanted = 1 + random.nextInt(50);
      var tail = tail(text.toString(), wanted);

      assertThat(tail.lines())
          .as("round %d", round)
          .isEqualTo(all.subList(Math.max(0, all.size() - wanted), all.size()));
      assertThat(tail.cut()).isFalse();
    }
  }

  @Test
  void a_file_of_line_feeds_has_blank_lines() throws Exception {
    assertThat(tail("\n\n\n", 10).lines()).containsExactly("", "", "");
    assertThat(tail("\n\n\n", 2).lines()).containsExactly("", "");
    assertThat(tail("", 2).lines()).isEmpty();
  }

  /** The file is sparse: a gibibyte of it takes no room, and no time if nobody reads it. */
  @Test
  void a_huge_file_with_a_huge_line_is_not_read_further_than_needed() throws Exception {
    var file = directory.resolve("huge.log");
    try (var log = new RandomAccessFile(file.toFile(), "rw")) {
      log.seek(1L << 30);
      var text = new StringBuilder("\n");
      for (int i = 0; i < 150; i++) {
        text.append(i == 100 ? "é".repeat(2_500_000) : "Zeile " + i + " ü€😀").append('\n');
      }
      log.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    var counted = new Counted(Files.newByteChannel(file));
    var tail = TailReader.read(counted, 100);
    counted.close();

    assertThat(tail.lines()).hasSize(100);
    assertThat(tail.lines().getFirst()).isEqualTo("Zeile 50 ü€😀");
    assertThat(tail.lines().get(50)).isEqualTo("é".repeat(2_500_000));
    assertThat(tail.lines().getLast()).isEqualTo("Zeile 149 ü€😀");
    // The line of 5 MB, the hundred short ones, and the rest of a block.
    assertThat(counted.bytes).isLessThan(5_000_000 + (128 << 10));
  }

  @Test
  void a_line_without_end_is_cut_at_its_beginning_and_at_a_whole_character() throws Exception {
    var file = directory.resolve("line.log");
    try (var log = new RandomAccessFile(file.toFile(), "rw")) {
      log.seek(64L << 20);
      log.write("€".repeat(TailReader.MAX_BYTES / 3 + 10).getBytes(StandardCharsets.UTF_8));
    }
    var tail = read(file, 5);

    assertThat(tail.cut()).isTrue();
    assertThat(tail.lines())
        .singleElement()
        .asString()
        .matches("€+")
        .hasSizeLessThanOrEqualTo(TailReader.MAX_BYTES / 3);
  }

  private TailReader.Tail tail(String text, int lines) throws Exception {
    return read(Files.writeString(directory.resolve("text.log"), text), lines);
  }

  private static TailReader.Tail read(Path file, int lines) throws Exception {
    try (var channel = Files.newByteChannel(file)) {
      return TailReader.read(channel, lines);
    }
  }

  /** What is read is what is held. */
  private static final class Counted implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private long bytes;

    Counted(SeekableByteChannel file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int length = file.read(buffer);
      bytes += Math.max(0, length);
      return length;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
      return file.write(buffer);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      file.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      file.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
