package io.osapi.bootstrap;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.bootstrap.config.ConfigurationException;
import io.osapi.bootstrap.logging.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets the log level be changed while a role runs, by changing the configuration file: of all
 * roles, a worker has no port to be told by, and a signal cannot say which level.
 */
final class LevelWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LevelWatch.class.getName());

  /** A look is one system call. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Path file;
  private final Supplier<LogLevel> configured;
  private final Consumer<LogLevel> setter;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<Stamp> seen;
  private LogLevel level;

  /** What changes with a file's content, whether it is written over or replaced. */
  private record Stamp(FileTime modified, long size, Object key) {}

  /**
   * @param configured what the whole configuration, read anew, says now
   * @param setter puts it into effect
   * @param level that is in effect
   */
  LevelWatch(Path file, Supplier<LogLevel> configured, Consumer<LogLevel> setter, LogLevel level) {
    this.file = file;
    this.configured = configured;
    this.setter = setter;
    this.level = level;
    this.seen = stamp();
  }

  LevelWatch start() {
    Thread.ofVirtual().name("log-level").start(this::watch);
    return this;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void watch() {
    try {
      while (!closed.await(INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes over what has changed since the last look; a file that is at fault changes nothing. */
  void look() {
    var now = stamp();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      take(configured.get());
    } catch (ConfigurationException faulty) {
      LOG.log(
          WARNING,
          "{0} has changed and has faults, so the log level stays {1}; the first: {2}",
          file,
          level.text(),
          faulty.faults().getFirst().text());
    }
  }

  private void take(LogLevel wanted) {
    if (wanted == level) {
      LOG.log(
          INFO,
          "{0} has changed; the log level stays {1}, all else counts from the next start",
          file,
          level.text());
      return;
    }
    var before = level;
    level = wanted;
    // Said while the more talkative of the two holds.
    if (wanted.compareTo(before) > 0) {
      setter.accept(wanted);
    }
    LOG.log(
        INFO, "the log level is {0} now and was {1}, by {2}", wanted.text(), before.text(), file);
    setter.accept(wanted);
  }

  private Optional<Stamp> stamp() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
    } catch (IOException missing) {
      return Optional.empty();
    }
  }
}
