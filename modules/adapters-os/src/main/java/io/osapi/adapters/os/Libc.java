package io.osapi.adapters.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.OptionalInt;

/** What Java has no way to ask of Linux: signals to groups, files that are not waited for. */
final class Libc {
  private static final int SIGKILL = 9;

  /** Of x86-64 and aarch64 alike: read only, not waiting, no terminal of ours, not inherited. */
  private static final int O_RDONLY_NONBLOCK_NOCTTY_CLOEXEC = 0x800 | 0x100 | 0x80000;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(StructLayout.PathElement.groupElement("errno"));
  private static final MethodHandle KILL =
      libc("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      libc("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Libc() {}

  /** kill(2) of a whole process group; nothing where there is none. */
  static void killGroup(long leader) {
    int group = -Math.toIntExact(leader);
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(CALL_STATE);
      call(() -> (int) KILL.invokeExact(state, group, SIGKILL));
    }
  }

  /** open(2) for reading, without waiting for the other end of a pipe; empty where it fails. */
  static OptionalInt open(String path) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(CALL_STATE);
      var name = arena.allocateFrom(path);
      int descriptor =
          call(() -> (int) OPEN.invokeExact(state, name, O_RDONLY_NONBLOCK_NOCTTY_CLOEXEC));
      return descriptor < 0 ? OptionalInt.empty() : OptionalInt.of(descriptor);
    }
  }

  static void close(int descriptor) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(CALL_STATE);
      if (call(() -> (int) CLOSE.invokeExact(state, descriptor)) < 0) {
        throw new IllegalStateException("close failed with error " + ERRNO.get(state, 0L));
      }
    }
  }

  /** A call into libc; handles declare that they throw anything, but libc throws nothing. */
  @FunctionalInterface
  private interface Call {
    int now() throws Throwable;
  }

  private static int call(Call call) {
    try {
      return call.now();
    } catch (Throwable impossible) {
      throw new IllegalStateException("libc could not be called", impossible);
    }
  }

  @SuppressWarnings("restricted") // the signatures are those of the manual pages
  private static MethodHandle libc(String function, FunctionDescriptor signature) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(function),
        signature,
        Linker.Option.captureCallState("errno"));
  }
}
