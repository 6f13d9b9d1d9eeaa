package io.osapi.bootstrap.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One thing that can be configured.
 *
 * @param name dotted: {@code api.server.port}
 * @param fallback the value nobody has to give; empty where the feature is off, or refused, without
 * @param about what it means, one line for people, without a full stop
 * @param isSecret whether it is masked wherever it is shown, and may be given as a file
 * @param neededBy the uses that cannot do without
 */
public record Key<T>(
    String name,
    Type<T> type,
    Optional<Fallback<T>> fallback,
    String about,
    boolean isSecret,
    Set<Use> neededBy) {

  /**
   * A default.
   *
   * @param shown what the reference page says it is
   * @param value throws {@link Refused} where these surroundings have none
   */
  record Fallback<T>(String shown, Function<Surroundings, T> value) {}

  /** {@code OSAPI_API_SERVER_PORT}. */
  public String variable() {
    return variable(name);
  }

  /** The key that names a file with the value instead, if it is a secret. */
  public Optional<String> fileName() {
    return isSecret ? Optional.of(name + "_file") : Optional.empty();
  }

  static String variable(String name) {
    return "OSAPI_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  @Override
  public String toString() {
    return name;
  }
}
