package io.osapi.adapters.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All that one program starts, known by a mark in the environment that its children inherit: also
 * what has left its session, or whose parent is gone. Linux: {@code /proc/<pid>/environ} (proc(5)).
 */
final class Offspring {
  private static final System.Logger LOG = System.getLogger(Offspring.class.getName());
  private static final Path PROC = Path.of("/proc");
  private static final String VARIABLE = "OSAPI_COMMAND";

  /**
   * Who starts others faster than they are killed is looked for again. A look takes milliseconds;
   * who outlives so many does not end at a signal at all.
   */
  private static final int MAX_LOOKS = 200;

  /** The kernel counts from its own start, in hundredths of a second. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

  private final String mark = UUID.randomUUID().toString();
  private final Instant since = Instant.now().minus(CLOCK_TOLERANCE);

  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, mark);
  }

  /** Returns when none is left, or none that can be killed. */
  void kill() {
    var look = Look.SOME;
    for (int looks = 0; look != Look.NONE && looks < MAX_LOOKS; looks++) {
      look = killThoseInSight();
    }
    if (look == Look.SOME) {
      LOG.log(Level.WARNING, "what a command has started does not end when it is killed");
    }
  }

  /** What is seen of them. */
  private enum Look {
    NONE,
    /** There are new processes of which nobody can tell. */
    PERHAPS,
    SOME
  }

  /** Each as soon as it is seen: who hands on to the next and ends is gone a moment later. */
  private Look killThoseInSight() {
    var seen = Look.NONE;
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        var one = look(process);
        if (one == Look.SOME) {
          handle(process).ifPresent(ProcessHandle::destroyForcibly);
        }
        seen = one.compareTo(seen) > 0 ? one : seen;
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      LOG.log(Level.WARNING, "what a command has started cannot be looked for", unreadable);
    }
    return seen;
  }

  private Look look(Path process) {
    try {
      var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      if (environment.contains(VARIABLE + "=" + mark)) {
        return Look.SOME;
      }
      return environment.isEmpty() && isBecomingAnother(process) ? Look.PERHAPS : Look.NONE;
    } catch (IOException endedOrOfAnotherUser) {
      return Look.NONE;
    }
  }

  /**
   * While a process takes on another program (execve(2)), it is shown without any environment. So
   * is who was started without one; but few are, and only those since our own start count here.
   *
   * @throws IOException if it has no program: it has ended, or is the kernel's own
   */
  private boolean isBecomingAnother(Path process) throws IOException {
    Files.readSymbolicLink(process.resolve("exe"));
    return handle(process)
        .flatMap(each -> each.info().startInstant())
        .filter(start -> start.isAfter(since))
        .isPresent();
  }

  private static Optional<ProcessHandle> handle(Path process) {
    return ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
  }
}
