package io.osapi.adapters.nats;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells which announcements nobody is to be given any more. */
record Remnants(NatsJobIndex index, NatsJobStore store) {
  /**
   * An announcement that names no job is none of ours, or of an earlier release. By then whoever is
   * there was given it, and it is a dead letter if it could not be read.
   */
  static final Duration NAMELESS = Duration.ofHours(1);

  /**
   * An announcement.
   *
   * @param at when it was stored
   * @param job empty where it does not say
   * @param isSentAgain from the dead letters
   */
  record Notice(long sequence, Instant at, Optional<JobId> job, boolean isSentAgain) {}

  /** The sequences of those that may go. */
  List<Long> among(List<Notice> notices, Instant now) {
    var known = known(notices.stream().map(Notice::job).flatMap(Optional::stream).collect(toSet()));
    return notices.stream().filter(known.areOver(now)).map(Notice::sequence).toList();
  }

  private Known known(Set<JobId> ids) {
    var statuses = index.statuses(ids);
    var gone = new HashSet<>(ids);
    gone.removeAll(statuses.keySet());
    // What is stored and yet not in the index cannot be read here: it may be of a later release.
    gone.removeAll(store.stored(gone));
    var unclear = statuses.keySet().stream().filter(id -> isUnclear(statuses.get(id))).toList();
    var records =
        store.findAll(unclear).stream()
            .collect(toMap(record -> record.job().id(), record -> record));
    return new Known(statuses, records, gone);
  }

  private static boolean isUnclear(JobStatus status) {
    return switch (status) {
      case FAILED, PARTIAL_FAILURE, CANCELLED -> true;
      case SUBMITTED, PROCESSING, COMPLETED, EXPIRED -> false;
    };
  }

  /**
   * @param records of those whose status does not tell enough
   * @param gone jobs that are not stored any more
   */
  private record Known(
      Map<JobId, JobStatus> statuses, Map<JobId, JobRecord> records, Set<JobId> gone) {

    Predicate<Notice> areOver(Instant now) {
      return notice ->
          notice
              .job()
              .map(id -> isOver(id, notice.isSentAgain()))
              .orElseGet(() -> notice.at().isBefore(now.minus(NAMELESS)));
    }

    private boolean isOver(JobId id, boolean isSentAgain) {
      return gone.contains(id)
          || Optional.ofNullable(statuses.get(id))
              .filter(status -> isOver(id, status, isSentAgain))
              .isPresent();
    }

    private boolean isOver(JobId id, JobStatus status, boolean isSentAgain) {
      return switch (status) {
        case SUBMITTED, PROCESSING -> false;
        case COMPLETED, EXPIRED -> true;
        case FAILED, PARTIAL_FAILURE, CANCELLED ->
            Optional.ofNullable(records.get(id))
                .filter(record -> !mayBeAnswered(record, isSentAgain))
                .isPresent();
      };
    }
  }

  /**
   * Whether somebody may have something to say although the job is final: a worker that began it,
   * and went, when it is given it again; or one to which it could not be delivered, when the dead
   * letter is sent again, for which this message is needed.
   */
  private static boolean mayBeAnswered(JobRecord record, boolean isSentAgain) {
    var answers = answers(record);
    return answers.values().stream().anyMatch(answer -> isInVain(answer, isSentAgain))
        || (record.job().expected().isEmpty()
            ? answers.isEmpty() && begun(record).findAny().isPresent()
            : begun(record)
                .anyMatch(
                    host -> record.job().expected().contains(host) && !answers.containsKey(host)));
  }

  private static boolean isInVain(Answer answer, boolean isSentAgain) {
    return isSentAgain
        ? NatsDeadLetters.isWordOfFailedDelivery(answer)
        : NatsDeadLetters.isWordThatItWasGivenUp(answer);
  }

  private static Stream<HostName> begun(JobRecord record) {
    return record.timeline().events().stream()
        .filter(TimelineEvent.Started.class::isInstance)
        .map(TimelineEvent::worker)
        .flatMap(Optional::stream);
  }

  private static Map<HostName, Answer> answers(JobRecord record) {
    var answers = new HashMap<HostName, Answer>();
    record.timeline().events().stream()
        .filter(TimelineEvent.Answered.class::isInstance)
        .map(TimelineEvent.Answered.class::cast)
        .forEach(answered -> answers.put(answered.host(), answered.answer()));
    return answers;
  }
}
