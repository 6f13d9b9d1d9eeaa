package io.osapi.bootstrap.config;

import io.osapi.bootstrap.logging.Escaped;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that is wrong with the configuration.
 *
 * @param origin where the value at fault was given, or where one is missing
 * @param key the key, or what stands in its place; empty where the whole source is at fault
 * @param message what is wrong and what would be right; never a secret's value
 */
public record Fault(Origin origin, String key, String message) {

  /** One line, whatever was given: {@code /etc/osapi/osapi.yaml:12: api.server.port: must be …}. */
  public String text() {
    return Stream.of(origin.place(), key, message)
        .filter(part -> !part.isEmpty())
        .map(Escaped::text)
        .collect(Collectors.joining(": "));
  }
}
