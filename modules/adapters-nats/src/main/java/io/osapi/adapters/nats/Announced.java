package io.osapi.adapters.nats;

import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Where in the stream the jobs were put that this process has announced, so that each can be
 * removed as soon as nobody is to be given it any more. Which message that is, is the server's own
 * word: what a worker says of it could remove the announcement of another.
 *
 * <p>What is not known here, or not for certain, is left to {@link Sweep}.
 */
final class Announced implements JobFollower.Listener, JobIndex.EndListener {
  /** Some 10 MB; of more jobs that are open, the oldest are forgotten. */
  static final int MAX_REMEMBERED = 100_000;

  private final LongConsumer remover;
  private final Map<JobId, Notice> notices =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Notice> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * @param sequence of its message; empty until the server has told it
   * @param isOver what it announces may end before that
   */
  private record Notice(List<HostName> expected, Optional<Long> sequence, boolean isOver) {

    /** Whether there is nobody else who is to answer. */
    boolean endsWithAnswerOf(HostName host) {
      return expected.isEmpty() || expected.equals(List.of(host));
    }
  }

  /**
   * @param remover given the sequence of each message that is to go; must not wait
   */
  Announced(LongConsumer remover) {
    this.remover = remover;
  }

  /**
   * @param publish the message's sequence, once it is stored
   */
  void announce(Job job, LongSupplier publish) {
    remember(job.id(), new Notice(job.expected(), Optional.empty(), false));
    try {
      isAt(job.id(), publish.getAsLong());
    } catch (RuntimeException unknown) {
      forget(job.id());
      throw unknown;
    }
  }

  /**
   * Sequences are good for the stream that they come from; behind a new connection may be another.
   */
  @Override
  public synchronized void begin() {
    notices.clear();
  }

  @Override
  public void created(Job job) {}

  /** The ends of nearly all jobs; others are told by the index, some seconds later. */
  @Override
  public synchronized void happened(JobId id, TimelineEvent event) {
    var notice = notices.get(id);
    if (notice != null
        && event instanceof TimelineEvent.Answered answered
        && notice.endsWithAnswerOf(answered.host())) {
      if (NatsDeadLetters.isWordThatItWasGivenUp(answered.answer())) {
        notices.remove(id);
      } else {
        over(id, notice);
      }
    }
  }

  @Override
  public void deleted(JobId id) {
    over(id);
  }

  @Override
  public void ended(Job job, JobStatus status, Duration took) {
    switch (status) {
      case COMPLETED, EXPIRED -> over(job.id());
      // A worker that went may return and still answer; a dead letter may be sent again.
      case FAILED, PARTIAL_FAILURE, CANCELLED -> forget(job.id());
      case SUBMITTED, PROCESSING -> {}
    }
  }

  private synchronized void remember(JobId id, Notice notice) {
    notices.put(id, notice);
  }

  private synchronized void forget(JobId id) {
    notices.remove(id);
  }

  private synchronized void isAt(JobId id, long sequence) {
    var notice = notices.get(id);
    if (notice == null) {
      return;
    }
    var placed = new Notice(notice.expected(), Optional.of(sequence), notice.isOver());
    if (notice.isOver()) {
      over(id, placed);
    } else {
      notices.put(id, placed);
    }
  }

  private synchronized void over(JobId id) {
    var notice = notices.get(id);
    if (notice != null) {
      over(id, notice);
    }
  }

  private void over(JobId id, Notice notice) {
    if (notice.sequence().isPresent()) {
      notices.remove(id);
      remover.accept(notice.sequence().get());
    } else {
      notices.put(id, new Notice(notice.expected(), Optional.empty(), true));
    }
  }
}
