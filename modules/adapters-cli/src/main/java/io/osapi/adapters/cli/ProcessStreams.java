package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The standard streams of this process, and which of them are a terminal. */
final class ProcessStreams {
  private static final int BUFFER_BYTES = 16_384;

  private ProcessStreams() {}

  static Cli.Streams open() {
    return new Cli.Streams(
        System.in,
        // UTF-8 whatever the locale, because JSON is; nothing is flushed before it is needed.
        print(FileDescriptor.out, false),
        print(FileDescriptor.err, true),
        terminals(),
        System.getenv());
  }

  private static PrintStream print(FileDescriptor descriptor, boolean flushLines) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES),
        flushLines,
        UTF_8);
  }

  /** {@code java.io.Console} only knows about all streams together; the kernel knows each. */
  private static Set<Cli.Standard> terminals() {
    var terminals = EnumSet.noneOf(Cli.Standard.class);
    for (var stream : Cli.Standard.values()) {
      if (isTerminal(Path.of("/proc/self/fd/" + stream.ordinal()))) {
        terminals.add(stream);
      }
    }
    return terminals;
  }

  /** Terminals are {@code /dev/pts/N}, {@code /dev/ttyN} and {@code /dev/console} (pts(4)). */
  private static boolean isTerminal(Path descriptor) {
    try {
      var device = Files.readSymbolicLink(descriptor).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException closedOrNoProc) {
      return false;
    }
  }
}
