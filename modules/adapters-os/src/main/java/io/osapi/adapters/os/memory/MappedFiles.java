package io.osapi.adapters.os.memory;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.osapi.adapters.os.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that this process maps into its memory: the JVM, its libraries, its caches. */
public final class MappedFiles {
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** Of all architectures, since Linux 5.4. */
  private static final int MADV_PAGEOUT = 21;

  private MappedFiles() {}

  /** A part of the address space. */
  record Range(long start, long end) {

    /** Of a line of proc_pid_maps(5); empty for memory that is no file's. */
    static Optional<Range> ofFile(String line) {
      int path = line.indexOf('/');
      int dash = line.indexOf('-');
      int blank = line.indexOf(' ');
      return path < 0
          ? Optional.empty()
          : Optional.of(
              new Range(
                  Long.parseUnsignedLong(line, 0, dash, 16),
                  Long.parseUnsignedLong(line, dash + 1, blank, 16)));
    }
  }

  /**
   * Gives back to the kernel what is unchanged of them and not another process's as well
   * (madvise(2), MADV_PAGEOUT). What is needed again is read again. A kernel that does not know
   * this leaves everything as it is.
   *
   * @throws IOException if proc(5) cannot be read
   */
  public static void giveBack() throws IOException {
    var advise =
        Libc.function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    for (var line : Files.readAllLines(MAPS)) {
      Range.ofFile(line).ifPresent(range -> giveBack(advise, range));
    }
  }

  private static void giveBack(MethodHandle advise, Range range) {
    try (var arena = Arena.ofConfined()) {
      var error = Libc.errorPlace(arena);
      var start = MemorySegment.ofAddress(range.start());
      long length = range.end() - range.start();
      // A refusal costs nothing: it is advice.
      Libc.call(() -> (int) advise.invokeExact(error, start, length, MADV_PAGEOUT));
    }
  }
}
