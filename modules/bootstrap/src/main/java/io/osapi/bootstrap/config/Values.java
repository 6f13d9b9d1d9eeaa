package io.osapi.bootstrap.config;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/** The values that won, and the defaults of the rest. */
final class Values {

  /** A value that was given and is right. */
  private record Held(Object value, Origin origin) {}

  private final Surroundings surroundings;
  private final Map<Key<?>, Held> given = new IdentityHashMap<>();

  Values(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  <T> void put(Key<T> key, T value, Origin origin) {
    given.put(key, new Held(value instanceof Path path ? belowHome(path) : value, origin));
  }

  /**
   * @throws IllegalStateException if it was not given and has no default
   * @throws Refused if these surroundings have no default for it
   */
  <T> T get(Key<T> key) {
    return find(key)
        .orElseThrow(() ->
            new IllegalStateException(key + ": the configuration was not loaded for this use"));
  }

  @SuppressWarnings("unchecked") // put takes a key and a value of the same type
  <T> Optional<T> find(Key<T> key) {
    var held = given.get(key);
    if (held != null) {
      return Optional.of((T) held.value());
    }
    return key.fallback().map(fallback -> fallback.value().apply(surroundings));
  }

  Origin origin(Key<?> key) {
    var held = given.get(key);
    return held == null ? new Origin.Default() : held.origin();
  }

  boolean isGiven(Key<?> key) {
    return given.containsKey(key);
  }

  /** {@code ~/x} is below the home of whoever runs the process. */
  Path belowHome(Path path) {
    return path.startsWith("~") ? surroundings.home().resolve(Path.of("~").relativize(path)) : path;
  }
}
