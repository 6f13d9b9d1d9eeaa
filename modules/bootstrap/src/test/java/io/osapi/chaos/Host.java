package io.osapi.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One role in a process of its own, which a test can kill, freeze and start again. */
final class Host implements AutoCloseable {
  private final String name;
  private final Path log;
  private final String upLine;
  private final List<String> command;
  private Process process;
  private long logBytesBefore;

  /**
   * @param upLine part of the line of its log that says that it is at work
   */
  Host(String name, Path directory, String upLine, Class<?> program, String... arguments) {
    this.name = name;
    this.upLine = upLine;
    this.log = directory.resolve(name + ".log");
    this.command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath()));
    command.add(program.getName());
    command.addAll(List.of(arguments));
  }

  String name() {
    return name;
  }

  /** Starts by that command, which runs in the end what stands behind it. */
  Host by(List<String> wrapper) {
    command.addAll(0, wrapper);
    return this;
  }

  /** A file as this process sees it, which may have a file system of its own. */
  Path seenByIt(Path file) {
    return Path.of("/proc", Long.toString(process.pid()), "root", file.toString());
  }

  void start() {
    try {
      logBytesBefore = Files.exists(log) ? Files.size(log) : 0;
      var builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().keySet().removeIf(variable -> variable.startsWith("OSAPI_"));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has come as far as to be at work since it was started. */
  boolean isUp() {
    try (var file = Files.newByteChannel(log)) {
      file.position(logBytesBefore);
      return new String(Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8)
          .contains(upLine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path log() {
    return log;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** kill -9, and what it started: a host that loses its power. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, as an operator stops it. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not stop; see " + log);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
  }

  private void signal(String signal) {
    try {
      var pids = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(process.pid())));
      process.descendants().map(child -> Long.toString(child.pid())).forEach(pids::add);
      new ProcessBuilder(pids).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
