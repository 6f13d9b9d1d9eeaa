package io.osapi.bootstrap.config;

/**
 * A key's value in one source.
 *
 * @param key whose value it is
 * @param name how the source named it: the key's own name, or that of the file that holds a secret
 */
record Given(Key<?> key, String name, Raw raw, Origin origin) {

  /** Whether {@code raw} is not the value but the path of the file that holds it. */
  boolean isFile() {
    return !name.equals(key.name());
  }
}
