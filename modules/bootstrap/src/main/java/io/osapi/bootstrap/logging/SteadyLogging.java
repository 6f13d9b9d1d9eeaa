package io.osapi.bootstrap.logging;

import java.util.logging.LogManager;

/**
 * Takes no configuration from files, and keeps logging until the process has ended: the JDK's own
 * manager closes all handlers as soon as a shutdown begins, when what is stopped still has to say
 * so.
 */
public final class SteadyLogging extends LogManager {

  /** For java.util.logging, which makes it by name. */
  public SteadyLogging() {}

  @Override
  public void readConfiguration() {}

  @Override
  public void reset() {}
}
