package io.osapi.adapters.os.supervisor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.osapi.adapters.os.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end: what systemd has, a bound datagram socket of unix(7), and all that came in. */
public final class ListeningSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MAX_MESSAGE_BYTES = 4_096;
  private static final int SHUT_RDWR = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final MethodHandle SOCKET =
      Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND =
      Libc.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      Libc.function(
          "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SHUTDOWN =
      Libc.function("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Arena arena = Arena.ofShared();
  private final int descriptor;
  private final Thread reader;

  /**
   * @param name a path where nothing is yet, or after {@code @} an abstract name
   */
  public ListeningSocket(String name) {
    var error = Libc.errorPlace(arena);
    descriptor =
        (int) Libc.call(() -> (int) SOCKET.invokeExact(error, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
    var path =
        (name.startsWith("@") ? "\0" + name.substring(1) : name + "\0")
            .getBytes(StandardCharsets.UTF_8);
    var address = arena.allocate(2 + path.length, 2);
    address.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
    int length = (int) address.byteSize();
    if (Libc.call(() -> (int) BIND.invokeExact(error, descriptor, address, length)) < 0) {
      throw new IllegalStateException("bind " + name + ": errno " + Libc.errno(error));
    }
    reader = Thread.ofPlatform().daemon().name("listening " + name).start(this::read);
  }

  /** The next message that has come, or comes; each is as it was sent. */
  public String next() throws InterruptedException {
    return nextWithin(PATIENCE)
        .orElseThrow(() -> new AssertionError("nothing was said within " + PATIENCE));
  }

  /** Empty if nothing comes. */
  public Optional<String> nextWithin(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(messages.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** The next one that begins like this; those before it are dropped. */
  public String next(String beginning) throws InterruptedException {
    var message = next();
    while (!message.startsWith(beginning)) {
      message = next();
    }
    return message;
  }

  private void read() {
    var error = Libc.errorPlace(arena);
    var bytes = arena.allocate(MAX_MESSAGE_BYTES);
    long size = bytes.byteSize();
    long length = 1;
    while (length > 0) {
      length = Libc.call(() -> (long) RECV.invokeExact(error, descriptor, bytes, size, 0));
      if (length > 0) {
        var message = bytes.asSlice(0, length).toArray(JAVA_BYTE);
        messages.add(new String(message, StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public void close() {
    var error = Libc.errorPlace(arena);
    // Ends the reader's recv, which close alone would not.
    Libc.call(() -> (int) SHUTDOWN.invokeExact(error, descriptor, SHUT_RDWR));
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Libc.call(() -> (int) CLOSE.invokeExact(error, descriptor));
    arena.close();
  }
}
