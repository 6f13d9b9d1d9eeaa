package io.osapi.adapters.os;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process that leads a session of its own, with all that belongs to it: its group, its session,
 * its children and theirs. What has left both its session and its parents is a daemon, and on its
 * own.
 *
 * @param ownSession false where the host cannot give it one; then its children are all it has
 */
record ProcessTree(Process leader, boolean ownSession) {
  private static final System.Logger LOG = System.getLogger(ProcessTree.class.getName());
  private static final Path PROC = Path.of("/proc");

  /** Of {@code /proc/<pid>/stat} behind the name: state, parent, group, session (proc(5)). */
  private static final int SESSION = 3;

  /** A look takes milliseconds; who outlives so many does not end at a signal at all. */
  private static final int MAX_LOOKS = 200;

  /** Returns when none of it is left, or none that can be killed. */
  void kill() {
    // Before anybody dies: whose children they were is not known afterwards.
    var family = Stream.concat(Stream.of(leader.toHandle()), leader.descendants()).toList();
    if (ownSession && leader.isAlive()) {
      // All at once, so that none can start another: the group's number is theirs while one lives.
      SystemCalls.killGroup(leader.pid());
    }
    family.forEach(ProcessTree::killWithChildren);
    for (int look = 0; ownSession && look < MAX_LOOKS; look++) {
      if (!killThoseOfItsSession()) {
        return;
      }
    }
    if (ownSession) {
      LOG.log(Level.WARNING, "what a command has started does not end when it is killed");
    }
  }

  private static void killWithChildren(ProcessHandle process) {
    var children = process.children().toList();
    process.destroyForcibly();
    children.forEach(ProcessTree::killWithChildren);
  }

  private boolean killThoseOfItsSession() {
    boolean any = false;
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var process : processes) {
        if (isOfItsSession(process)) {
          any = true;
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(ProcessTree::killWithChildren);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      LOG.log(Level.WARNING, "what a command has started cannot be looked for", unreadable);
    }
    return any;
  }

  private boolean isOfItsSession(Path process) {
    try {
      var stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      // A name may hold blanks and brackets; the last bracket ends it. A zombie is dead.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return !fields[0].equals("Z") && fields[SESSION].equals(Long.toString(leader.pid()));
    } catch (IOException ended) {
      return false;
    }
  }
}
