package io.osapi.bootstrap.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The log of this process. */
public final class Logging {
  private static final String OURS = "io.osapi";

  /** Kept, because java.util.logging forgets the level of a logger that nobody holds. */
  private final Logger ours = Logger.getLogger(OURS);

  private final Logger libraries = Logger.getLogger("");

  private Logging() {}

  /** Logs to standard error from now on. To be called before anything logs. */
  public static Logging start(LogFormat format, LogLevel level) {
    System.setProperty("java.util.logging.manager", SteadyLogging.class.getName());
    // Not System.err, which encodes as the terminal does and hides write errors.
    return start(new FileOutputStream(FileDescriptor.err), format, level);
  }

  static Logging start(OutputStream out, LogFormat format, LogLevel level) {
    var logging = new Logging();
    for (var handler : logging.libraries.getHandlers()) {
      logging.libraries.removeHandler(handler);
    }
    var handler = new LineHandler(out, format);
    handler.setLevel(Level.ALL);
    logging.libraries.addHandler(handler);
    logging.level(level);
    Thread.setDefaultUncaughtExceptionHandler(logging::endOfThread);
    return logging;
  }

  /** The JVM's own word for it would be no line of this log. */
  private void endOfThread(Thread thread, Throwable fault) {
    ours.log(Level.SEVERE, fault, () -> "a fault of osapi ended thread '" + thread.getName() + "'");
  }

  /**
   * Lets through what is at least as severe, from now on; libraries are held to one step more, for
   * their informational events are our details.
   */
  public void level(LogLevel level) {
    ours.setLevel(level.least());
    libraries.setLevel(level.quieter().least());
  }
}
