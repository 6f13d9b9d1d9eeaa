package io.osapi.domain.job;

import io.osapi.domain.job.TimelineEvent.Acknowledged;
import io.osapi.domain.job.TimelineEvent.Answered;
import io.osapi.domain.job.TimelineEvent.Lost;
import io.osapi.domain.job.TimelineEvent.Started;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Folds one worker's events into its outcome.
 *
 * @param expiry the event that ended the wait for workers, where there is one
 */
record OutcomeFold(
    Job job,
    Instant now,
    Optional<TimelineEvent.Cancelled> cancelled,
    Optional<TimelineEvent.Expired> expiry) {

  /**
   * How long after its timeout a silent worker counts as timed out: time for its own answer to
   * arrive, a short outage of the store included.
   */
  static final Duration ANSWER_GRACE = Duration.ofSeconds(15);

  /** The status of a job for any worker that no worker has begun. */
  WorkerStatus withoutWorker() {
    if (cancelled.isPresent()) {
      return WorkerStatus.CANCELLED;
    }
    return expired() ? WorkerStatus.EXPIRED : WorkerStatus.SUBMITTED;
  }

  WorkerOutcome outcome(HostName host, List<? extends TimelineEvent> events) {
    var starts = of(Started.class, events);
    // A real answer replaces the worker's own time-out; of several, the first stands.
    var answered =
        of(Answered.class, events).stream()
            .min(
                Comparator.<Answered, Boolean>comparing(a -> a.answer() instanceof Answer.TimedOut)
                    .thenComparing(Timeline.ORDER));
    var lost = of(Lost.class, events).stream().findFirst();
    var deadline = deadline(starts);
    var status = status(host, events, answered, lost.isPresent(), deadline);
    return new WorkerOutcome(
        status,
        startedAt(starts, answered),
        finishedAt(status, answered, lost, deadline),
        answered.map(Answered::took),
        starts.stream().mapToInt(Started::attempt).max().orElse(0),
        answered.map(Answered::answer),
        error(status, answered));
  }

  private WorkerStatus status(
      HostName host,
      List<? extends TimelineEvent> events,
      Optional<Answered> answered,
      boolean lost,
      Optional<Instant> deadline) {
    if (cancelled.isPresent() && !cancelled.get().finished().contains(host)) {
      return WorkerStatus.CANCELLED;
    } else if (answered.isPresent()) {
      return status(answered.get().answer());
    } else if (lost) {
      return WorkerStatus.LOST;
    } else if (deadline.isPresent()) {
      return now.isAfter(deadline.get()) ? WorkerStatus.TIMED_OUT : WorkerStatus.PROCESSING;
    } else if (expired()) {
      return WorkerStatus.EXPIRED;
    }
    return of(Acknowledged.class, events).isEmpty()
        ? WorkerStatus.SUBMITTED
        : WorkerStatus.ACKNOWLEDGED;
  }

  private static WorkerStatus status(Answer answer) {
    return switch (answer) {
      case Answer.Completed _ -> WorkerStatus.COMPLETED;
      case Answer.Failed _ -> WorkerStatus.FAILED;
      case Answer.Skipped _ -> WorkerStatus.SKIPPED;
      case Answer.TimedOut _ -> WorkerStatus.TIMED_OUT;
    };
  }

  /** From the answer where the start was not recorded: it may be lost, the answer is not. */
  private static Optional<Instant> startedAt(List<Started> starts, Optional<Answered> answered) {
    return starts.stream()
        .map(Started::at)
        .min(Comparator.naturalOrder())
        .or(() -> answered.map(answer -> answer.at().minus(answer.took())));
  }

  private Optional<Instant> finishedAt(
      WorkerStatus status,
      Optional<Answered> answered,
      Optional<Lost> lost,
      Optional<Instant> deadline) {
    return switch (status) {
      case SUBMITTED, ACKNOWLEDGED, PROCESSING -> Optional.empty();
      case COMPLETED, FAILED, SKIPPED -> answered.map(Answered::at);
      case TIMED_OUT -> answered.map(Answered::at).or(() -> deadline);
      case LOST -> lost.map(Lost::at);
      case CANCELLED -> cancelled.map(TimelineEvent.Cancelled::at);
      case EXPIRED -> Optional.of(job.expiresAt());
    };
  }

  private Optional<Fault> error(WorkerStatus status, Optional<Answered> answered) {
    return switch (status) {
      case SUBMITTED, ACKNOWLEDGED, PROCESSING, COMPLETED -> Optional.empty();
      case FAILED, SKIPPED -> answered.flatMap(a -> a.answer().error());
      case TIMED_OUT ->
          answered
              .flatMap(a -> a.answer().error())
              .or(() ->
                  Optional.of(
                      new Fault("timed-out", "no answer within the timeout of " + job.timeout())));
      case LOST -> Optional.of(new Fault("lost", "the worker was gone while it ran the job"));
      case CANCELLED -> cancelled.map(c -> new Fault("cancelled", "cancelled by " + c.by()));
      case EXPIRED ->
          Optional.of(new Fault("expired", "the worker did not begin before the job expired"));
    };
  }

  /** Whether workers may no longer begin. */
  private boolean expired() {
    return expiry.isPresent() || job.hasExpired(now);
  }

  /**
   * When silence becomes a time-out; empty while the worker has not begun.
   *
   * <p>A start after the expiry, or after the deadline of the one before, does not count: what was
   * final must not become open again.
   */
  private Optional<Instant> deadline(List<Started> starts) {
    var deadline = Optional.<Instant>empty();
    for (var start : starts) {
      boolean counts =
          deadline.map(limit -> !start.at().isAfter(limit)).orElseGet(() -> isInTime(start));
      if (counts) {
        deadline = Optional.of(start.at().plus(job.timeout()).plus(ANSWER_GRACE));
      }
    }
    return deadline;
  }

  private boolean isInTime(Started start) {
    return !job.hasExpired(start.at())
        && expiry.map(expired -> start.at().isBefore(expired.at())).orElse(true);
  }

  private static <E extends TimelineEvent> List<E> of(
      Class<E> kind, List<? extends TimelineEvent> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
