package io.osapi.application;

import io.osapi.application.port.DeadLetters;
import io.osapi.application.port.DeadLetters.DeadLetter;
import java.util.List;

/** Reads the deliveries that were given up. */
public final class ReadDeadLetters {
  public static final int MAX_LIMIT = 1_000;

  private final DeadLetters letters;

  public ReadDeadLetters(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * @param total how many there are, also beyond the limit
   */
  public record Page(List<DeadLetter> letters, long total) {}

  /**
   * The newest first.
   *
   * @param limit 0 to {@value #MAX_LIMIT}
   */
  public Page read(int limit) {
    return new Page(limit == 0 ? List.of() : letters.newest(limit), letters.count());
  }
}
