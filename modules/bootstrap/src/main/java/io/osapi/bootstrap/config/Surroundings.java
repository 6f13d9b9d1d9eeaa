package io.osapi.bootstrap.config;

import io.osapi.bootstrap.logging.LogFormat;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What defaults depend on.
 *
 * @param isRoot whether the process may write to system directories
 * @param home an absolute path
 * @param hostName the name the kernel reports
 * @param logsToTerminal whether people read standard error as it is written
 */
public record Surroundings(boolean isRoot, Path home, String hostName, boolean logsToTerminal) {
  /** Where services keep their state; also the home of the user that packages make for them. */
  private static final Path SYSTEM_STATE = Path.of("/var/lib/osapi");

  /** Those of this process, from proc(5): who owns it, the kernel's host name, what stderr is. */
  public static Surroundings ofThisProcess() {
    try {
      var uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      var hostName = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      // A user without an entry in the user database has no home; Java says "?" then.
      var home = Path.of(System.getProperty("user.home"));
      return new Surroundings(
          uid == 0, home.isAbsolute() ? home : Path.of("/"), hostName, isTerminal(2));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc cannot be read", e);
    }
  }

  /** Where a part of osapi keeps its state unless told otherwise. */
  Path state(String part) {
    return isRoot || home.equals(SYSTEM_STATE)
        ? SYSTEM_STATE.resolve(part)
        : home.resolve(".local/state/osapi").resolve(part);
  }

  LogFormat logFormat() {
    return logsToTerminal ? LogFormat.TEXT : LogFormat.JSON;
  }

  HostName workerName() {
    if (!HostName.isValid(hostName)) {
      throw new Refused("is needed, for the system's host name '" + hostName + "' is none");
    }
    return new HostName(hostName);
  }

  /** Terminals are devices below {@code /dev}; files, pipes and sockets have other names. */
  private static boolean isTerminal(int descriptor) {
    var link = Path.of("/proc/self/fd/" + descriptor);
    try {
      var name = Files.readSymbolicLink(link).toString();
      return name.startsWith("/dev/pts/")
          || name.startsWith("/dev/tty")
          || name.equals("/dev/console");
    } catch (IOException closedOrNotOurs) {
      return false;
    }
  }
}
