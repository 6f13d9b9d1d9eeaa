package io.osapi.adapters.nats.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The processes of one server: itself and its guard, which both name its store when started. */
final class Leftovers {
  private Leftovers() {}

  static List<String> of(Path store) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(process -> commandLine(process.pid()))
        .filter(line -> line.contains(store + "/nats-server.conf"))
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      // A process that ends while it is read answers ESRCH.
      if (ProcessHandle.of(pid).isEmpty()) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
