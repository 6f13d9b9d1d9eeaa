package io.osapi.adapters.http;

import java.time.Duration;

/**
 * How long the server waits for its clients.
 *
 * @param idle for the first byte of a request on an open connection
 * @param head from there to the end of the request's head
 * @param body from there to the end of its body; the same again for what is left of it when the
 *     answer is out
 * @param answer for it to take a piece of an answer, as large as is written at once
 */
record Patience(Duration idle, Duration head, Duration body, Duration answer) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));
}
