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

  /**
   * An answer of which only the outcome is known: enough for a status, not for a result.
   *
   * @throws IllegalArgumentException if {@code kind} is no answer
   */
  static Answer outline(TimelineEvent.Kind kind) {
    return switch (kind) {
      case COMPLETED -> new Completed(Optional.empty(), Map.of());
      case FAILED -> new Failed(new Fault("", ""));
      case SKIPPED -> new Skipped("");
      case TIMED_OUT -> new TimedOut(new Fault("", ""));
      case SUBMITTED, ACKNOWLEDGED, STARTED, PROGRESS, LOST, CANCELLED, EXPIRED, RETRIED ->
          throw new IllegalArgumentException(kind + " is no answer");
    };
  }

  /** What its event is called. */
  default TimelineEvent.Kind kind() {
    return switch (this) {
      case Completed _ -> TimelineEvent.Kind.COMPLETED;
      case Failed _ -> TimelineEvent.Kind.FAILED;
      case Skipped _ -> TimelineEvent.Kind.SKIPPED;
      case TimedOut _ -> TimelineEvent.Kind.TIMED_OUT;
    };
  }

  default Optional<Fault> error() {
    return switch (this) {
      case Completed _ -> Optional.empty();
      case Failed(var fault) -> Optional.of(fault);
      case Skipped(var reason) -> Optional.of(new Fault("not-supported", reason));
      case TimedOut(var fault) -> Optional.of(fault);
    };
  }
}
