package io.osapi.bootstrap.config;

import java.nio.file.Path;

/** Where a value comes from. */
public sealed interface Origin {

  /** Nobody gave a value. */
  record Default() implements Origin {}

  /**
   * The configuration file.
   *
   * @param line counted from 1; 0 for the file as a whole
   */
  record File(Path path, int line) implements Origin {}

  record Environment(String variable) implements Origin {}

  /** The command line. */
  record Flag() implements Origin {}

  /** The place as people name it: {@code /etc/osapi/osapi.yaml:12}, {@code OSAPI_DEBUG}. */
  default String place() {
    return switch (this) {
      case Default _ -> "";
      case File(var path, var line) -> line == 0 ? path.toString() : path + ":" + line;
      case Environment(var variable) -> variable;
      case Flag _ -> "command line";
    };
  }

  /** {@link #place}, and a word for the default. */
  default String text() {
    return this instanceof Default ? "default" : place();
  }

  /** The higher one wins. */
  default int rank() {
    return switch (this) {
      case Default _ -> 0;
      case File _ -> 1;
      case Environment _ -> 2;
      case Flag _ -> 3;
    };
  }
}
