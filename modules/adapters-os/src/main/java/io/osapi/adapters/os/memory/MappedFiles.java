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

  /** Of all architectures; the second since Linux 5.4. */
  private static final int MADV_RANDOM = 1;

  private static final int MADV_PAGEOUT = 21;

  private MappedFiles() {}

  /**
   * A part of the address space.
   *
   * @param isOwnData that this process reads, and may change for itself: neither code, which is
   *     read in a row, nor what is shared with whoever else maps it
   */
  record Range(long start, long end, boolean isOwnData) {
    private static final int PERMISSIONS = "rwxp".length();

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
                  Long.parseUnsignedLong(line, dash + 1, blank, 16),
                  isOwnData(line.substring(blank + 1, blank + 1 + PERMISSIONS))));
    }

    private static boolean isOwnData(String permissions) {
      return permissions.endsWith("-p");
    }
  }

  /**
   * Gives back to the kernel what is unchanged of them and not another process's as well
   * (madvise(2), MADV_PAGEOUT). What is needed again is read again; of data, which is needed here
   * and there, only that page (MADV_RANDOM), since the kernel would map 15 others with it. A kernel
   * that does not know this leaves everything as it is.
   *
   * @throws IOException if proc(5) cannot be read
   */
  public static void giveBack() throws IOException {
    var madvise =
        Libc.function("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    for (var line : Files.readAllLines(MAPS)) {
      Range.ofFile(line).ifPresent(range -> giveBack(madvise, range));
    }
  }

  private static void giveBack(MethodHandle madvise, Range range) {
    if (range.isOwnData()) {
      advise(madvise, range, MADV_RANDOM);
    }
    advise(madvise, range, MADV_PAGEOUT);
  }

  /** A refusal costs nothing: it is advice. */
  private static void advise(MethodHandle madvise, Range range, int advice) {
    try (var arena = Arena.ofConfined()) {
      var error = Libc.errorPlace(arena);
      var start = MemorySegment.ofAddress(range.start());
      long length = range.end() - range.start();
      Libc.call(() -> (int) madvise.invokeExact(error, start, length, advice));
    }
  }
}
