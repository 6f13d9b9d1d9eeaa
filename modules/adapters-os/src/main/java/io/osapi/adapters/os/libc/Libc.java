package io.osapi.adapters.os.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Functions of the C library. Each takes, before its own arguments, a place for the error that it
 * leaves in errno(3): {@link #errorPlace}.
 */
public final class Libc {
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(StructLayout.PathElement.groupElement("errno"));

  private Libc() {}

  /**
   * @param signature that of the manual page
   */
  @SuppressWarnings("restricted") // the signatures are those of the manual pages
  public static MethodHandle function(String name, FunctionDescriptor signature) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        signature,
        Linker.Option.captureCallState("errno"));
  }

  public static MemorySegment errorPlace(Arena arena) {
    return arena.allocate(CALL_STATE);
  }

  /** The error of the last call that was given that place; means nothing after a success. */
  public static int errno(MemorySegment errorPlace) {
    return (int) ERRNO.get(errorPlace, 0L);
  }

  /** A call into libc; handles declare that they throw anything, but libc throws nothing. */
  @FunctionalInterface
  public interface Call {
    long now() throws Throwable;
  }

  public static long call(Call call) {
    try {
      return call.now();
    } catch (Throwable impossible) {
      throw new IllegalStateException("libc could not be called", impossible);
    }
  }
}
