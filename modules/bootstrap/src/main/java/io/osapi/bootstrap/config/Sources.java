package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the configuration is read from.
 *
 * @param file the file that was asked for; empty for {@link #DEFAULT_FILE}, which may be missing
 * @param environment all variables; those that do not begin with {@code OSAPI_} are ignored
 * @param flags values of the command line by key name
 */
public record Sources(
    Optional<Path> file,
    Map<String, String> environment,
    Map<String, String> flags,
    Surroundings surroundings) {

  public static final Path DEFAULT_FILE = Path.of("/etc/osapi/osapi.yaml");

  /** Those of this process. */
  public static Sources ofThisProcess(Optional<Path> file, Map<String, String> flags) {
    return new Sources(file, System.getenv(), flags, Surroundings.ofThisProcess());
  }
}
