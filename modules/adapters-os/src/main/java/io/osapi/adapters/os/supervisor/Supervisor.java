package io.osapi.adapters.os.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * systemd, when it has started this process as a service of {@code Type=notify}: is told what
 * becomes of it, as sd_notify(3) has it. Any thread may speak.
 *
 * <p>Every method throws {@link IOException} if it could not be told now; it may be tried again.
 */
public final class Supervisor {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG_MICROS = "WATCHDOG_USEC";
  private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

  private final NotifySocket socket;
  private final Optional<Duration> watchdog;

  private Supervisor(NotifySocket socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * Whoever wants to be told of this process; empty where nobody does.
   *
   * @param environment of this process
   * @throws IOException if somebody does but cannot be told, with the reason for an operator
   */
  public static Optional<Supervisor> of(Map<String, String> environment) throws IOException {
    var name = environment.getOrDefault(SOCKET, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    // The JDK would print a warning, or refuse, at the first call.
    if (!Supervisor.class.getModule().isNativeAccessEnabled()) {
      throw new IOException("this process was started without --enable-native-access");
    }
    try {
      return Optional.of(new Supervisor(new NotifySocket(name), watchdog(environment)));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(SOCKET + " is not right: " + wrong.getMessage(), wrong);
    }
  }

  /** A process inherits variables that may be meant for its parent; their number says for whom. */
  private static Optional<Duration> watchdog(Map<String, String> environment) {
    var micros = environment.getOrDefault(WATCHDOG_MICROS, "");
    var process = environment.getOrDefault(WATCHDOG_PROCESS, "");
    boolean forUs =
        process.isEmpty() || process.equals(Long.toString(ProcessHandle.current().pid()));
    return forUs && micros.matches("[1-9][0-9]{0,17}")
        ? Optional.of(Duration.ofNanos(Math.multiplyExact(1_000L, micros(micros))))
        : Optional.empty();
  }

  /** More than a century is for ever. */
  private static long micros(String text) {
    return Math.min(Long.parseLong(text), Duration.ofDays(36_500).toMillis() * 1_000);
  }

  /** After so long without {@link #alive} this process is killed; empty where nobody counts. */
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /** The service works, and what was to be started after it can be. */
  public void ready(String status) throws IOException {
    socket.send("READY=1\n" + status(status));
  }

  /** For {@code systemctl status}. */
  public void say(String status) throws IOException {
    socket.send(status(status));
  }

  public void alive() throws IOException {
    socket.send("WATCHDOG=1");
  }

  /** The end has begun, and was asked for or is known: a restart need not wait for the watchdog. */
  public void stopping(String status) throws IOException {
    socket.send("STOPPING=1\n" + status(status));
  }

  /** One line, whatever is in it. */
  private static String status(String text) {
    return "STATUS=" + text.replaceAll("\\p{Cntrl}", " ");
  }
}
