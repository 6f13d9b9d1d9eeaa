package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.osapi.bootstrap.logging.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Configurations for tests, loaded from files and variables as a process does. */
abstract class ConfigurationFiles {
  static final Surroundings USER = new Surroundings(false, Path.of("/home/ada"), "web-01", false);
  static final Surroundings ROOT_ON_TERMINAL =
      new Surroundings(true, Path.of("/root"), "web-01", true);
  static final String SIGNING_KEY = "a key that only this test knows, 40 bytes";
  static final Map<String, String> NO_VALUES = Map.of();

  @TempDir Path directory;

  Path file(String text) {
    return file("osapi.yaml", text, "rw-------");
  }

  Path file(String name, String text, String permissions) {
    try {
      var file = Files.writeString(directory.resolve(name), text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Configuration load(
      Map<String, String> environment, Map<String, String> flags, Use... uses) {
    return Configuration.load(
        new Sources(Optional.empty(), environment, flags, USER), Set.of(uses));
  }

  static Configuration load(
      Path file, Map<String, String> environment, Map<String, String> flags, Use... uses) {
    return Configuration.load(
        new Sources(Optional.of(file), environment, flags, USER), Set.of(uses));
  }

  static List<String> faults(Path file) {
    var failure =
        catchThrowableOfType(ConfigurationException.class, () -> load(file, NO_VALUES, NO_VALUES));
    return failure.faults().stream().map(Fault::text).toList();
  }

  static LogLevel level(Configuration configuration) {
    return configuration.settings().telemetry().logging().level();
  }

  static String origin(Configuration configuration, String key) {
    return shown(configuration, key).origin().text();
  }

  static String value(Configuration configuration, String key) {
    return shown(configuration, key).value();
  }

  static Configuration.Shown shown(Configuration configuration, String key) {
    return configuration.shown().stream()
        .filter(shown -> shown.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
