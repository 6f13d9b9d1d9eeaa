package io.osapi.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One role in a process of its own, which a test can kill, freeze and start again. */
final class Host implements AutoCloseable {
  private final String name;
  private final Path log;
  private final List<String> command;
  private Process process;

  Host(String name, Path directory, Class<?> program, String... arguments) {
    this.name = name;
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

  void start() {
    try {
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
