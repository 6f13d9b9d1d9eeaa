package io.osapi.bootstrap.logging;

import java.util.Locale;
import java.util.logging.Level;

/** How severe an event is, the most severe first. */
public enum LogLevel {
  /** Something is broken and somebody must act. */
  ERROR(Level.SEVERE),
  /** Something is wrong, and the process goes on by itself. */
  WARN(Level.WARNING),
  /** What an operator wants to have seen: starts, stops, connections. */
  INFO(Level.INFO),
  /** What explains a decision. */
  DEBUG(Level.FINE),
  /** Every step. */
  TRACE(Level.ALL);

  /** The least severe events of java.util.logging that this level lets through. */
  private final Level least;

  LogLevel(Level least) {
    this.least = least;
  }

  Level least() {
    return least;
  }

  /** The next more severe one, which is what libraries may say. */
  LogLevel quieter() {
    return values()[Math.max(0, ordinal() - 1)];
  }

  /** The most severe one that lets it through: CONFIG is INFO's neighbour and counts as DEBUG. */
  static LogLevel of(Level level) {
    for (var candidate : values()) {
      if (level.intValue() >= candidate.least.intValue()) {
        return candidate;
      }
    }
    return TRACE;
  }

  /** As in the configuration: {@code debug}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
