package io.osapi.adapters.http;

import java.time.Duration;

/**
 * How long the server waits for its clients.
 *
 * @param head from the first byte of a request to the end of its head
 * @param body from there to the end of its body
 * @param silence without a single byte, between requests or in the middle of one
 */
record Patience(Duration head, Duration body, Duration silence) {
  static final Patience USUAL =
      new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
