package io.osapi.bootstrap.role;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program is.
 *
 * @param version of osapi: {@code 0.1.0}
 * @param commit 12 digits of the Git commit it was built from; {@code unknown} outside of a clone
 * @param jdk the Java runtime it runs on
 */
public record Version(String version, String commit, String jdk) {

  /** As Maven wrote it into this build. */
  public static Version current() {
    var build = new Properties();
    try (var resource = Version.class.getResourceAsStream("version.properties")) {
      build.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    return new Version(
        build.getProperty("version"), build.getProperty("commit"), Runtime.version().toString());
  }
}
