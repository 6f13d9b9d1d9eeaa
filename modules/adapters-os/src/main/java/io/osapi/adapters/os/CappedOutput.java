package io.osapi.adapters.os;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a program writes, up to a cap; what comes after it is read and dropped, so that the program
 * does not stall. Whoever else holds the other end is not waited for.
 */
final class CappedOutput {
  /** Of each of its two outputs. */
  static final int MAX_BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 8 << 10;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean truncated;

  /**
   * What was written so far.
   *
   * @param truncated whether there was more
   */
  record Text(String text, boolean truncated) {}

  /** Reads on a platform thread: reading a pipe would hold a carrier of the virtual ones. */
  static CappedOutput of(InputStream stream, Consumer<String> lines) {
    var output = new CappedOutput();
    Thread.ofPlatform().daemon().name("command output").start(() -> output.collect(stream, lines));
    return output;
  }

  /** What has come when the stream ends, or after {@code atMost}. */
  Text await(Duration atMost) throws InterruptedException {
    ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    return soFar();
  }

  synchronized Text soFar() {
    return new Text(kept.toString(StandardCharsets.UTF_8), truncated);
  }

  private void collect(InputStream stream, Consumer<String> lines) {
    var chunk = new byte[CHUNK_BYTES];
    try (stream) {
      for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
        keep(chunk, length);
        lastLine(chunk, length, lines);
      }
    } catch (IOException closed) {
      // The JDK closes the pipe of a program that has ended: there is nothing more to read.
      return;
    } finally {
      ended.countDown();
    }
  }

  private synchronized void keep(byte[] chunk, int length) {
    int room = Math.min(length, MAX_BYTES - kept.size());
    kept.write(chunk, 0, room);
    truncated |= room < length;
  }

  private static void lastLine(byte[] chunk, int length, Consumer<String> lines) {
    var text = new String(chunk, 0, length, StandardCharsets.UTF_8).strip();
    if (!text.isEmpty()) {
      lines.accept(text.substring(text.lastIndexOf('\n') + 1));
    }
  }
}
