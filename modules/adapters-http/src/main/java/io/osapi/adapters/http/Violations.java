package io.osapi.adapters.http;

import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers the violations of several places, so that a caller is told of all at once. */
final class Violations {
  private final List<Violation> found = new ArrayList<>();

  void add(Violation violation) {
    found.add(violation);
  }

  /** What {@code reading} gives; empty, and its violations noted, if it refuses the input. */
  <T> Optional<T> collect(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (ProblemException refused) {
      if (refused.problem() != Problem.INVALID_INPUT) {
        throw refused;
      }
      found.addAll(refused.violations());
      return Optional.empty();
    }
  }

  /**
   * @throws ProblemException if anything was found
   */
  void refuseIfAny() {
    if (!found.isEmpty()) {
      throw ProblemException.invalid(found);
    }
  }
}
