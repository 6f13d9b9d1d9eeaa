package io.osapi.bootstrap.service;

import io.osapi.adapters.cli.Cli.ProcessRole;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A systemd unit: {@code docs/installing.md} says why it is as it is.
 *
 * @param name of the file: {@code osapi-api.service}
 */
public record Unit(String name, String text) {
  /** Where the packages put the program. */
  public static final Path PACKAGED = Path.of("/usr/lib/osapi/bin/osapi");

  /**
   * @param program the launcher, an absolute path
   * @param configuration another than {@code /etc/osapi/osapi.yaml}, an absolute path
   */
  public static Unit of(ProcessRole role, Path program, Optional<Path> configuration) {
    var file = configuration.map(path -> " -f " + quoted(path)).orElse("");
    var start = quoted(program) + file + " " + command(role);
    return new Unit(name(role), UnitText.of(role, start));
  }

  /** The account that a role runs as. */
  public static String user(ProcessRole role) {
    return switch (role) {
      case ALL, WORKER -> "root";
      case API, NATS -> "osapi";
    };
  }

  static String name(ProcessRole role) {
    return switch (role) {
      case ALL -> "osapi.service";
      case NATS -> "osapi-nats.service";
      case API -> "osapi-api.service";
      case WORKER -> "osapi-worker.service";
    };
  }

  private static String command(ProcessRole role) {
    return switch (role) {
      case ALL -> "start";
      case NATS -> "nats server start";
      case API -> "api server start";
      case WORKER -> "job worker start";
    };
  }

  /** As systemd.service(5) reads a word of a command line. */
  private static String quoted(Path path) {
    var text = path.toString();
    if (text.matches("[A-Za-z0-9/._+-]+")) {
      return text;
    }
    var escaped =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$");
    return '"' + escaped + '"';
  }
}
