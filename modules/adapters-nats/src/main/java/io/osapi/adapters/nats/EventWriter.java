package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.WARNING;

import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;

/** Writes events under the keys that say whose they are: a role may write no others. */
final class EventWriter {
  private static final System.Logger LOG = System.getLogger(EventWriter.class.getName());

  private final KeyBucket queue;
  private final KeyBucket responses;
  private final Codec codec;

  EventWriter(KeyBucket queue, KeyBucket responses, Codec codec) {
    this.queue = queue;
    this.responses = responses;
    this.codec = codec;
  }

  /** When it returns, the event is stored. */
  void write(JobId id, TimelineEvent event) {
    if (event instanceof TimelineEvent.Answered answered) {
      writeAnswer(id, answered);
    } else {
      queue.put(Keys.event(id, event), codec.event(event));
    }
  }

  void writeUnconfirmed(JobId id, TimelineEvent event) {
    try {
      if (event instanceof TimelineEvent.Answered answered) {
        responses.putUnconfirmed(Keys.answer(id, answered.host()), codec.event(event));
      } else {
        queue.putUnconfirmed(Keys.event(id, event), codec.event(event));
      }
    } catch (ProblemException outOfReach) {
      // The port's promise: such an event may be lost; what the answer says does not depend on it.
      LOG.log(
          WARNING,
          "job {0}: ''{1}'' is not recorded: NATS is out of reach",
          id,
          event.kind().text());
    }
  }

  /**
   * A worker's first answer stands: what somebody saw as final must not change. Only the word that
   * a job could not be delivered gives way to what the worker says after all.
   */
  private void writeAnswer(JobId id, TimelineEvent.Answered answered) {
    var key = Keys.answer(id, answered.host());
    var value = codec.event(answered);
    var headers = Codec.headers(answered, value);
    boolean isFirst = Calls.call(() -> responses.create(key, headers, value));
    if (!isFirst && givesWay(key)) {
      responses.put(key, headers, value);
    }
  }

  private boolean givesWay(String answerKey) {
    return responses
        .last(answerKey)
        .map(codec::answer)
        .map(answered -> NatsDeadLetters.isWordOfFailedDelivery(answered.answer()))
        .orElse(true);
  }
}
