package io.osapi.bootstrap.config;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A text that is never shown: printed or logged, it is a mask. */
public final class Secret {
  static final String MASK = "********";

  private final String value;

  public Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** The secret itself, for the one place that uses it. */
  public String reveal() {
    return value;
  }

  public byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
