package io.osapi.adapters.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.osapi.adapters.os.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** What Java has no way to ask of Linux: signals to groups, files that are not waited for. */
final class SystemCalls {
  private static final int SIGKILL = 9;

  /** Of x86-64 and aarch64 alike: read only, not waiting, no terminal of ours, not inherited. */
  private static final int O_RDONLY_NONBLOCK_NOCTTY_CLOEXEC = 0x800 | 0x100 | 0x80000;

  private static final MethodHandle KILL =
      Libc.function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      Libc.function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private SystemCalls() {}

  /** kill(2) of a whole process group; nothing where there is none. */
  static void killGroup(long leader) {
    int group = -Math.toIntExact(leader);
    try (var arena = Arena.ofConfined()) {
      var error = Libc.errorPlace(arena);
      Libc.call(() -> (int) KILL.invokeExact(error, group, SIGKILL));
    }
  }

  /** open(2) for reading, without waiting for the other end of a pipe; empty where it fails. */
  static OptionalInt open(String path) {
    try (var arena = Arena.ofConfined()) {
      var error = Libc.errorPlace(arena);
      var name = arena.allocateFrom(path);
      int descriptor =
          (int)
              Libc.call(
                  () -> (int) OPEN.invokeExact(error, name, O_RDONLY_NONBLOCK_NOCTTY_CLOEXEC));
      return descriptor < 0 ? OptionalInt.empty() : OptionalInt.of(descriptor);
    }
  }

  static void close(int descriptor) {
    try (var arena = Arena.ofConfined()) {
      var error = Libc.errorPlace(arena);
      if (Libc.call(() -> (int) CLOSE.invokeExact(error, descriptor)) < 0) {
        throw new IllegalStateException("close failed with error " + Libc.errno(error));
      }
    }
  }
}
