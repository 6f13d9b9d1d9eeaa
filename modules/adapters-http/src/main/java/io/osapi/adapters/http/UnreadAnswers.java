package io.osapi.adapters.http;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections whose clients do not take their answers. A write to a socket waits for ever, so
 * somebody else has to look at the clock.
 */
final class UnreadAnswers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(UnreadAnswers.class.getName());

  /** How much longer than its limit a write may take, at most. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Duration limit;
  private final Set<Write> underWay = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  UnreadAnswers(Duration limit) {
    this.limit = limit;
  }

  /** One write that is waiting for its client. Not a record: two are never the same. */
  private static final class Write {
    private final HelidonSocket socket;
    private final long beganNanos = System.nanoTime();

    private Write(HelidonSocket socket) {
      this.socket = socket;
    }
  }

  void start() {
    Thread.ofVirtual().name("unread-answers").start(this::keepLooking);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /** The same writer, looked after. */
  DataWriter watching(DataWriter writer, HelidonSocket socket) {
    return new DataWriter() {
      @Override
      public void write(BufferData... buffers) {
        watch(() -> writer.write(buffers));
      }

      @Override
      public void write(BufferData buffer) {
        watch(() -> writer.write(buffer));
      }

      @Override
      public void writeNow(BufferData... buffers) {
        watch(() -> writer.writeNow(buffers));
      }

      @Override
      public void writeNow(BufferData buffer) {
        watch(() -> writer.writeNow(buffer));
      }

      @Override
      public void flush() {
        watch(writer::flush);
      }

      @Override
      public void close() {
        writer.close();
      }

      private void watch(Runnable writing) {
        var write = new Write(socket);
        underWay.add(write);
        try {
          writing.run();
        } finally {
          underWay.remove(write);
        }
      }
    };
  }

  private void keepLooking() {
    try {
      while (!closed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
        long now = System.nanoTime();
        underWay.stream()
            .filter(write -> now - write.beganNanos > limit.toNanos())
            .forEach(UnreadAnswers::end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Write write) {
    try {
      write.socket.close();
    } catch (UncheckedIOException alreadyBroken) {
      LOG.log(
          DEBUG, "a connection that was to be ended was broken: {0}", alreadyBroken.getMessage());
    }
  }
}
