package io.osapi.domain.job;

import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.operation.SystemOperations;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Jobs and events of one imagined fleet, with times in seconds after the job's creation. */
final class Jobs {
  static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");
  static final Duration TIMEOUT = Duration.ofSeconds(30);
  static final Duration EXPIRY = Duration.ofHours(1);

  static final HostName A = new HostName("a");
  static final HostName B = new HostName("b");
  static final HostName C = new HostName("c");

  private Jobs() {}

  static Job forAny() {
    return job(new Target.Any());
  }

  static Job forAll(HostName... expected) {
    return job(new Target.All(), expected);
  }

  static Job job(Target target, HostName... expected) {
    return new Job(
        JobId.of(CREATED, 0, 1),
        new Invocation<>(SystemOperations.HOSTNAME_GET, new NoInput()),
        target,
        List.of(expected),
        TIMEOUT,
        CREATED,
        CREATED.plus(EXPIRY),
        "somebody",
        Optional.empty());
  }

  static Instant after(long seconds) {
    return CREATED.plusSeconds(seconds);
  }

  /** The first second in which a worker that began at {@code startSeconds} is too late. */
  static Instant deadlineOver(long startSeconds) {
    return after(startSeconds).plus(TIMEOUT).plus(OutcomeFold.ANSWER_GRACE).plusSeconds(1);
  }

  static TimelineEvent acknowledged(HostName host, long seconds) {
    return new TimelineEvent.Acknowledged(host, after(seconds));
  }

  static TimelineEvent started(HostName host, long seconds) {
    return started(host, seconds, 1);
  }

  static TimelineEvent started(HostName host, long seconds, int attempt) {
    return new TimelineEvent.Started(host, after(seconds), attempt);
  }

  static TimelineEvent completed(HostName host, long seconds) {
    return answered(host, seconds, new Answer.Completed(Optional.empty(), Map.of("x", 1)));
  }

  static TimelineEvent failed(HostName host, long seconds) {
    return answered(host, seconds, new Answer.Failed(new Fault("command-failed", "exit 3")));
  }

  static TimelineEvent skipped(HostName host, long seconds) {
    return answered(host, seconds, new Answer.Skipped("not on this platform"));
  }

  static TimelineEvent timedOut(HostName host, long seconds) {
    return answered(host, seconds, new Answer.TimedOut(new Fault("timed-out", "stopped")));
  }

  static TimelineEvent answered(HostName host, long seconds, Answer answer) {
    return new TimelineEvent.Answered(host, after(seconds), Duration.ofMillis(1_500), answer);
  }

  static TimelineEvent lost(HostName host, long seconds) {
    return new TimelineEvent.Lost(host, after(seconds));
  }

  static TimelineEvent cancelled(long seconds, HostName... finished) {
    return new TimelineEvent.Cancelled(after(seconds), "an operator", Set.of(finished));
  }

  static TimelineEvent expired(long seconds) {
    return new TimelineEvent.Expired(after(seconds));
  }

  static Timeline timeline(TimelineEvent... events) {
    return Timeline.of(Stream.of(events).toList());
  }

  static JobStatus status(Job job, long nowSeconds, TimelineEvent... events) {
    return JobStatus.of(job, timeline(events), after(nowSeconds));
  }

  static WorkerOutcome outcome(Job job, HostName host, long nowSeconds, TimelineEvent... events) {
    return timeline(events).outcomes(job, after(nowSeconds)).get(host);
  }
}
