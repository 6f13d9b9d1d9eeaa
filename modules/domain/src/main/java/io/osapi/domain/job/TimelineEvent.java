package io.osapi.domain.job;

import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One fact in a job's life after its creation. The job itself is its own {@code submitted} event.
 *
 * <p>Times are those of the store that recorded the event, so that one clock orders all of them.
 */
public sealed interface TimelineEvent {

  Instant at();

  /** What happened on one worker. */
  sealed interface OnWorker extends TimelineEvent {
    HostName host();
  }

  /** The worker holds the job but has no free slot yet. */
  record Acknowledged(HostName host, Instant at) implements OnWorker {}

  /**
   * The worker began.
   *
   * @param attempt 1 for the first delivery
   */
  record Started(HostName host, Instant at, int attempt) implements OnWorker {}

  /** A long operation says how far it is. */
  record Progress(HostName host, Instant at, String message) implements OnWorker {}

  /**
   * The worker is finished; the result is part of the event, so neither is ever seen alone.
   *
   * @param took from the worker's monotonic clock
   */
  record Answered(HostName host, Instant at, Duration took, Answer answer) implements OnWorker {

    /** Of this only its outcome, see {@link Answer#outline}. */
    public Answered outline() {
      return new Answered(host, at, Duration.ZERO, Answer.outline(kind()));
    }

    /**
     * Whether it may be no more than an outline. Of an answer that took no time nobody can tell.
     */
    public boolean mayBeOutline() {
      return took.isZero();
    }
  }

  /** The worker was gone from the registry while it ran the job. */
  record Lost(HostName host, Instant at) implements OnWorker {}

  /**
   * Somebody called the job off.
   *
   * @param finished the workers that had answered by then; all others are stopped, and what they
   *     still say is recorded but no longer counts
   */
  record Cancelled(Instant at, String by, Set<HostName> finished) implements TimelineEvent {
    public Cancelled {
      finished = Set.copyOf(finished);
    }
  }

  /** Nobody began in time. */
  record Expired(Instant at) implements TimelineEvent {}

  /** The job was submitted again as another one. */
  record Retried(Instant at, JobId as, String by) implements TimelineEvent {}

  /** The worker it happened on; empty for what the API side did. */
  default Optional<HostName> worker() {
    return this instanceof OnWorker onWorker ? Optional.of(onWorker.host()) : Optional.empty();
  }

  /** The event's name in stores and answers. */
  default Kind kind() {
    return switch (this) {
      case Acknowledged _ -> Kind.ACKNOWLEDGED;
      case Started _ -> Kind.STARTED;
      case Progress _ -> Kind.PROGRESS;
      case Answered answered -> answered.answer().kind();
      case Lost _ -> Kind.LOST;
      case Cancelled _ -> Kind.CANCELLED;
      case Expired _ -> Kind.EXPIRED;
      case Retried _ -> Kind.RETRIED;
    };
  }

  /** In the order in which they happen to one worker, which breaks ties of time. */
  enum Kind {
    SUBMITTED,
    ACKNOWLEDGED,
    STARTED,
    PROGRESS,
    COMPLETED,
    FAILED,
    SKIPPED,
    TIMED_OUT,
    LOST,
    CANCELLED,
    EXPIRED,
    RETRIED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
