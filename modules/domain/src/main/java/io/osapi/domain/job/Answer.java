package io.osapi.domain.job;

import java.util.Map;
import java.util.Optional;

/** What one worker has to say in the end. */
public sealed interface Answer {

  /**
   * It ran to its end.
   *
   * @param changed whether the host was changed; empty for an operation that only reads
   * @param data the output as plain values
   */
  record Completed(Optional<Boolean> changed, Map<String, Object> data) implements Answer {}

  /** It ran, or could not, and failed. */
  record Failed(Fault fault) implements Answer {}

  /** This platform does not support the operation; nothing was done. */
  record Skipped(String reason) implements Answer {}

  /** It was stopped because it took longer than the job's timeout. */
  record TimedOut(Fault fault) implements Answer {}

  default Optional<Fault> error() {
    return switch (this) {
      case Completed _ -> Optional.empty();
      case Failed(var fault) -> Optional.of(fault);
      case Skipped(var reason) -> Optional.of(new Fault("not-supported", reason));
      case TimedOut(var fault) -> Optional.of(fault);
    };
  }
}
