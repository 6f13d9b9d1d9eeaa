package io.osapi.domain.job;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.osapi.domain.worker.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A job's events, folded. The same set of events makes the same timeline, in whatever order and
 * however often they arrive. Immutable.
 */
public final class Timeline {
  public static final Timeline EMPTY = new Timeline(List.of());

  static final Comparator<TimelineEvent> ORDER =
      Comparator.comparing(TimelineEvent::at)
          .thenComparing(TimelineEvent::kind)
          // Any total order will do for what happened at once, as long as it is always the same.
          .thenComparing(Object::toString);

  private final List<TimelineEvent> events;

  private Timeline(List<TimelineEvent> ordered) {
    this.events = ordered;
  }

  public static Timeline of(Collection<? extends TimelineEvent> events) {
    var answeredAt = answerTimes(events);
    return new Timeline(
        events.stream()
            .map(event -> notAfterAnswer(event, answeredAt))
            .distinct()
            .sorted(ORDER)
            .toList());
  }

  public Timeline with(Collection<? extends TimelineEvent> more) {
    var all = new ArrayList<TimelineEvent>(events);
    all.addAll(more);
    return of(all);
  }

  /** In the order they happened. */
  public List<TimelineEvent> events() {
    return events;
  }

  public Optional<TimelineEvent.Retried> retry() {
    return first(TimelineEvent.Retried.class);
  }

  /**
   * Each worker's part at {@code now}, by host name: all expected workers; for {@link Target.Any}
   * the one that matters, or none while nobody has begun.
   */
  public SortedMap<HostName, WorkerOutcome> outcomes(Job job, Instant now) {
    var byHost = eventsByHost();
    var hosts = job.expected().isEmpty() ? theOne(byHost).stream().toList() : job.expected();
    var fold = fold(job, now);
    var outcomes = new TreeMap<HostName, WorkerOutcome>();
    for (var host : hosts) {
      outcomes.put(host, fold.outcome(host, byHost.getOrDefault(host, List.of())));
    }
    return outcomes;
  }

  /** The statuses that make the job's: one for each expected worker, and never none. */
  List<WorkerStatus> statuses(Job job, Instant now) {
    var outcomes = outcomes(job, now);
    return outcomes.isEmpty()
        ? List.of(fold(job, now).withoutWorker())
        : outcomes.values().stream().map(WorkerOutcome::status).toList();
  }

  private static Map<HostName, Instant> answerTimes(Collection<? extends TimelineEvent> events) {
    return events.stream()
        .filter(TimelineEvent.Answered.class::isInstance)
        .map(TimelineEvent.Answered.class::cast)
        .collect(
            toMap(
                TimelineEvent.Answered::host,
                TimelineEvent.Answered::at,
                (a, b) -> a.isBefore(b) ? a : b));
  }

  /**
   * A worker begins before it answers. Stores keep answers apart from other events and may stamp
   * them out of turn by a millisecond.
   */
  private static TimelineEvent notAfterAnswer(
      TimelineEvent event, Map<HostName, Instant> answeredAt) {
    var answered = event.worker().map(answeredAt::get);
    if (answered.isEmpty() || !event.at().isAfter(answered.get())) {
      return event;
    }
    return switch (event) {
      case TimelineEvent.Acknowledged(var host, _) ->
          new TimelineEvent.Acknowledged(host, answered.get());
      case TimelineEvent.Started(var host, _, var attempt) ->
          new TimelineEvent.Started(host, answered.get(), attempt);
      case TimelineEvent.Progress(var host, _, var message) ->
          new TimelineEvent.Progress(host, answered.get(), message);
      case TimelineEvent.Answered _,
          TimelineEvent.Lost _,
          TimelineEvent.Cancelled _,
          TimelineEvent.Expired _,
          TimelineEvent.Retried _ ->
          event;
    };
  }

  private OutcomeFold fold(Job job, Instant now) {
    return new OutcomeFold(
        job, now, first(TimelineEvent.Cancelled.class), first(TimelineEvent.Expired.class));
  }

  /**
   * Of several workers that took an {@code _any} job, because the first was thought dead: the one
   * that answered first, or while none has, the last to begin.
   */
  private static Optional<HostName> theOne(Map<HostName, List<TimelineEvent.OnWorker>> byHost) {
    var all = byHost.values().stream().flatMap(List::stream).sorted(ORDER).toList();
    return all.stream()
        .filter(TimelineEvent.Answered.class::isInstance)
        .findFirst()
        .or(() ->
            all.reversed().stream().filter(TimelineEvent.Started.class::isInstance).findFirst())
        .map(TimelineEvent.OnWorker::host);
  }

  private Map<HostName, List<TimelineEvent.OnWorker>> eventsByHost() {
    return events.stream()
        .filter(TimelineEvent.OnWorker.class::isInstance)
        .map(TimelineEvent.OnWorker.class::cast)
        .collect(groupingBy(TimelineEvent.OnWorker::host));
  }

  private <E extends TimelineEvent> Optional<E> first(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timeline timeline && events.equals(timeline.events);
  }

  @Override
  public int hashCode() {
    return events.hashCode();
  }

  @Override
  public String toString() {
    return events.toString();
  }
}
