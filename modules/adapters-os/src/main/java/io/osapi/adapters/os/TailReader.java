package io.osapi.adapters.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads a file from its end backwards, block by block, until it has the lines that are wanted. */
final class TailReader {
  /** Bounds the memory of one reading; a line that is longer loses its beginning. */
  static final int MAX_BYTES = 16 << 20;

  private static final int BLOCK_BYTES = 64 << 10;
  private static final byte LINE_FEED = '\n';

  /** Of UTF-8: 10xxxxxx goes on with a character that began before. */
  private static final int CONTINUATION_MASK = 0xC0;

  private static final int CONTINUATION = 0x80;

  private final SeekableByteChannel file;
  private final Deque<byte[]> blocks = new ArrayDeque<>();

  private TailReader(SeekableByteChannel file) {
    this.file = file;
  }

  /**
   * @param lines in the order of the file, without their line feeds
   * @param cut whether the first has lost its beginning, or others before it were left out
   */
  record Tail(List<String> lines, boolean cut) {}

  static Tail read(SeekableByteChannel file, int lines) throws IOException {
    return new TailReader(file).read(lines);
  }

  private Tail read(int wanted) throws IOException {
    long position = file.size();
    int held = 0;
    int missing = wanted;
    boolean isLast = true;
    while (position > 0 && missing >= 0 && held < MAX_BYTES) {
      int length = (int) Math.min(BLOCK_BYTES, position);
      position -= length;
      var block = block(position, length);
      // A line feed at the very end ends the last line, and begins none.
      for (int i = length - 1 - (isLast && block[length - 1] == LINE_FEED ? 1 : 0); i >= 0; i--) {
        if (block[i] == LINE_FEED && --missing == 0) {
          blocks.addFirst(java.util.Arrays.copyOfRange(block, i + 1, length));
          return new Tail(split(joined(), wanted), false);
        }
      }
      blocks.addFirst(block);
      held += length;
      isLast = false;
    }
    boolean cut = position > 0;
    return new Tail(split(cut ? withoutRestOfCharacter(joined()) : joined(), wanted), cut);
  }

  private byte[] block(long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    file.position(position);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {
      // A log that was truncated meanwhile ends early.
    }
    return java.util.Arrays.copyOf(buffer.array(), length);
  }

  private byte[] joined() {
    int length = blocks.stream().mapToInt(block -> block.length).sum();
    var bytes = ByteBuffer.allocate(length);
    while (!blocks.isEmpty()) {
      bytes.put(blocks.removeFirst());
    }
    return bytes.array();
  }

  private static byte[] withoutRestOfCharacter(byte[] bytes) {
    int begin = 0;
    while (begin < bytes.length && (bytes[begin] & CONTINUATION_MASK) == CONTINUATION) {
      begin++;
    }
    return java.util.Arrays.copyOfRange(bytes, begin, bytes.length);
  }

  private static List<String> split(byte[] bytes, int wanted) {
    var lines = new ArrayList<String>(Math.min(wanted, 1024));
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == LINE_FEED) {
        lines.add(text(bytes, begin, i));
        begin = i + 1;
      }
    }
    if (begin < bytes.length) {
      lines.add(text(bytes, begin, bytes.length));
    }
    return lines;
  }

  private static String text(byte[] bytes, int begin, int end) {
    return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
  }
}
