package io.osapi.adapters.http;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.WorkerOutcome;
import java.util.Map;
import java.util.Optional;

/** What several views have in common. */
final class Views {
  private Views() {}

  static void put(Map<String, Object> view, String name, Optional<?> value) {
    value.ifPresent(present -> view.put(name, present));
  }

  static void putError(Map<String, Object> view, Optional<Fault> error) {
    put(view, "error", error.map(Fault::message));
    put(view, "error_code", error.map(Fault::code));
  }

  /** The output, where the worker completed. */
  static Optional<Answer.Completed> completed(WorkerOutcome outcome) {
    return outcome
        .answer()
        .filter(Answer.Completed.class::isInstance)
        .map(Answer.Completed.class::cast);
  }
}
