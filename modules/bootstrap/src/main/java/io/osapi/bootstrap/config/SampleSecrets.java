package io.osapi.bootstrap.config;

import java.util.Set;

/**
 * Signing keys that stand in our examples and documents, where everybody can read them. Whoever
 * writes one into a document adds it here; a test compares.
 */
final class SampleSecrets {
  static final Set<String> SIGNING_KEYS =
      Set.of(
          "change-me-to-at-least-32-random-bytes",
          "replace-this-with-32-or-more-random-bytes",
          "0123456789abcdef0123456789abcdef",
          "00000000000000000000000000000000");

  private SampleSecrets() {}

  static boolean has(Secret secret) {
    return SIGNING_KEYS.contains(secret.reveal());
  }
}
