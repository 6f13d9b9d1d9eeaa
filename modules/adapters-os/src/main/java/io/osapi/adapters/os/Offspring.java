package io.osapi.adapters.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

  private final String mark = UUID.randomUUID().toString();

  void mark(Map<String, String> environment) {
    environment.put(VARIABLE, mark);
  }

  /** Returns when none is left, or none that can be killed. */
  void kill() {
    for (int look = 0; look < MAX_LOOKS; look++) {
      if (!killThoseInSight()) {
        return;
      }
    }
    LOG.log(Level.WARNING, "what a command has started does not end when it is killed");
  }

  /** Each as soon as it is seen: who hands on to the next and ends is gone a moment later. */
  private boolean killThoseInSight() {
    boolean any = false;
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        if (isMarked(process)) {
          any = true;
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      LOG.log(Level.WARNING, "what a command has started cannot be looked for", unreadable);
    }
    return any;
  }

  private boolean isMarked(Path process) {
    try {
      var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      return environment.contains(VARIABLE + "=" + mark);
    } catch (IOException endedOrOfAnotherUser) {
      return false;
    }
  }
}
