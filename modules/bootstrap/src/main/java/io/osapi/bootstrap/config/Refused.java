package io.osapi.bootstrap.config;

/** A value breaks its type's rule. Caught where the key and its place are known. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refused(String message) {
    // Travels two frames up and is never printed: no stack trace, no suppression.
    super(message, null, false, false);
  }
}
