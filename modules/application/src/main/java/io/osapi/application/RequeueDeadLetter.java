package io.osapi.application;

import io.osapi.application.port.DeadLetters;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.util.Map;

/** Sends a delivery that was given up on its way again. */
public final class RequeueDeadLetter {
  private final DeadLetters letters;

  public RequeueDeadLetter(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * @throws ProblemException {@code DEAD_LETTER_NOT_FOUND} if there is none of that id, or what it
   *     was about is no longer there
   */
  public void requeue(String id) {
    if (!letters.requeue(id)) {
      throw new ProblemException(Problem.DEAD_LETTER_NOT_FOUND, Map.of("id", id));
    }
  }
}
