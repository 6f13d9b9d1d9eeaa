package io.osapi.adapters.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Captured output of real tools and captured files, under {@code src/test/resources}. */
final class Captured {
  private Captured() {}

  static String read(String name) {
    try (var in = Captured.class.getResourceAsStream("/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
