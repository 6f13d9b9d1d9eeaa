package io.osapi.adapters.os.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.os.memory.MappedFiles.Range;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappedFilesTest {
  private static final int MEGABYTES = 8;
  private static final int PAGE = 4096;
  private static final int PAGES = (MEGABYTES << 20) / PAGE;

  private Path file;
  private FileChannel channel;
  private final Arena arena = Arena.ofShared();

  @BeforeEach
  void write() throws IOException {
    // Not in /tmp, which may be memory itself.
    file = Files.createTempFile(Path.of("target"), "mapped", ".bin");
    channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.write(ByteBuffer.wrap(content()));
    channel.force(true);
  }

  @AfterEach
  void delete() throws IOException {
    arena.close();
    channel.close();
    Files.delete(file);
  }

  @Test
  void what_a_process_has_read_of_a_file_is_given_back_and_can_be_read_again() throws Exception {
    var mapped = map(MapMode.READ_ONLY);
    assertThat(sum(mapped)).isEqualTo(PAGES);
    assertThat(residentKilobytes()).isEqualTo(MEGABYTES << 10);

    MappedFiles.giveBack();

    assertThat(residentKilobytes()).isLessThan(MEGABYTES << 10 >> 2);
    assertThat(sum(mapped)).isEqualTo(PAGES);
  }

  @Test
  void of_data_only_the_pages_that_are_needed_come_back() throws Exception {
    var mapped = map(MapMode.PRIVATE);
    assertThat(sum(mapped)).isEqualTo(PAGES);

    MappedFiles.giveBack();
    for (int at = 0; at < MEGABYTES << 20; at += 1 << 20) {
      assertThat(mapped.get(ValueLayout.JAVA_BYTE, at)).isEqualTo((byte) 1);
    }

    // One page for each; 16, where the kernel maps what is around it.
    assertThat(residentKilobytes()).isBetween(MEGABYTES * PAGE >> 10, 2 * MEGABYTES * PAGE >> 10);
  }

  @Test
  void what_a_process_has_changed_of_its_memory_stays() throws Exception {
    var mapped = map(MapMode.PRIVATE);
    mapped.fill((byte) 2);

    MappedFiles.giveBack();

    assertThat(sum(mapped)).isEqualTo(2L * PAGES);
  }

  @Test
  void memory_of_files_is_told_from_other_memory() {
    assertThat(
            Range.ofFile(
                "7f3c00000000-7f3c00021000 r-xp 00001000 08:01 1234   /usr/lib/libjvm.so (deleted)"))
        .contains(new Range(0x7f3c00000000L, 0x7f3c00021000L, false));
    assertThat(
            Range.ofFile("ffffffffff600000-ffffffffff601000 r--s 00000000 08:01 1   /lib/modules"))
        .contains(new Range(0xffffffffff600000L, 0xffffffffff601000L, false));
    assertThat(Range.ofFile("37001000-385e6000 rw-p 00001000 08:01 1234          /lib/worker.aot"))
        .contains(new Range(0x37001000L, 0x385e6000L, true));
    assertThat(Range.ofFile("7f3c00000000-7f3c00021000 r--p 00000000 08:01 1     /lib/libc.so.6"))
        .map(Range::isOwnData)
        .contains(true);
    assertThat(Range.ofFile("7f3c00000000-7f3c00021000 rw-p 00000000 00:00 0 ")).isEmpty();
    assertThat(Range.ofFile("7ffd0000-7ffd2000 rw-p 00000000 00:00 0          [stack]")).isEmpty();
  }

  private MemorySegment map(MapMode mode) throws IOException {
    return channel.map(mode, 0, MEGABYTES << 20, arena);
  }

  private static byte[] content() {
    var bytes = new byte[MEGABYTES << 20];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  /** Of one byte in each page. */
  private static long sum(MemorySegment mapped) {
    long sum = 0;
    for (long at = 0; at < mapped.byteSize(); at += PAGE) {
      sum += mapped.get(ValueLayout.JAVA_BYTE, at);
    }
    return sum;
  }

  private int residentKilobytes() throws IOException {
    var lines = Files.readAllLines(Path.of("/proc/self/smaps"));
    int at = 0;
    while (!lines.get(at).contains(file.getFileName().toString())) {
      at++;
    }
    while (!lines.get(at).startsWith("Rss:")) {
      at++;
    }
    return Integer.parseInt(lines.get(at).replaceAll("\\D", ""));
  }
}
