package io.osapi.adapters.os.supervisor;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.osapi.adapters.os.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Where a supervisor listens: a datagram socket of unix(7), which Java's own sockets cannot speak
 * to, so libc is called. Any thread may send.
 */
final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;

  /** A supervisor that reads nothing is no reason to wait; and no signal where it is gone. */
  private static final int MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;

  private static final int PATH_OFFSET = 2;

  /** Of {@code struct sockaddr_un}, the final zero of a path among them. */
  private static final int PATH_BYTES = 108;

  private static final MethodHandle SOCKET =
      Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      Libc.function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final String name;
  private final byte[] path;

  /**
   * @param name a path, or after {@code @} a name in the abstract namespace
   * @throws IllegalArgumentException if it is neither, or longer than the kernel takes
   */
  NotifySocket(String name) {
    this.name = name;
    this.path = path(name);
  }

  /** The bytes of {@code sun_path}: an abstract name begins with a zero and does not end in one. */
  private static byte[] path(String name) {
    boolean isAbstract = name.startsWith("@") && name.length() > 1;
    if (!isAbstract && !name.startsWith("/")) {
      throw new IllegalArgumentException("neither a path nor @ and a name");
    }
    var bytes =
        (isAbstract ? "\0" + name.substring(1) : name + "\0").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > PATH_BYTES) {
      throw new IllegalArgumentException("longer than " + (PATH_BYTES - 1) + " bytes");
    }
    return bytes;
  }

  /**
   * @throws IOException if nobody listens there, or does not take it now
   */
  void send(String message) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var error = Libc.errorPlace(arena);
      int descriptor =
          (int) Libc.call(() -> (int) SOCKET.invokeExact(error, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0));
      if (descriptor < 0) {
        throw failure("socket", error);
      }
      try {
        send(descriptor, message.getBytes(StandardCharsets.UTF_8), arena, error);
      } finally {
        Libc.call(() -> (int) CLOSE.invokeExact(Libc.errorPlace(arena), descriptor));
      }
    }
  }

  private void send(int descriptor, byte[] message, Arena arena, MemorySegment error)
      throws IOException {
    var bytes = arena.allocateFrom(JAVA_BYTE, message);
    long length = message.length;
    var address = arena.allocate(PATH_OFFSET + PATH_BYTES, JAVA_SHORT.byteAlignment());
    address.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
    int addressLength = PATH_OFFSET + path.length;
    long sent =
        Libc.call(() ->
            (long)
                SENDTO.invokeExact(
                    error,
                    descriptor,
                    bytes,
                    length,
                    MSG_DONTWAIT_NOSIGNAL,
                    address,
                    addressLength));
    if (sent < 0) {
      throw failure("sendto " + name, error);
    }
  }

  private static IOException failure(String function, MemorySegment error) {
    return new IOException(function + " failed with error " + Libc.errno(error) + " of errno(3)");
  }
}
