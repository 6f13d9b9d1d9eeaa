package io.osapi.adapters.cli;

import java.util.List;

/**
 * Lines for whoever presses Ctrl-C while a command waits. The signal ends the JVM, with code 130,
 * by way of its shutdown hooks, so one of them says the lines.
 */
final class OnInterrupt implements AutoCloseable {
  private final Thread hook;

  private OnInterrupt(Thread hook) {
    this.hook = hook;
  }

  static OnInterrupt say(Terminal terminal, List<String> lines) {
    return run(() -> {
      terminal.endProgress();
      lines.forEach(terminal::error);
    });
  }

  /** For a command that has more to say than what it knew before. */
  static OnInterrupt run(Runnable lastWords) {
    var hook = new Thread(lastWords, "last-words");
    Runtime.getRuntime().addShutdownHook(hook);
    return new OnInterrupt(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException hooksAreRunning) {
      // The lines are being said: this command is over, whatever it still does.
      return;
    }
  }
}
