package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows both buckets and tells of every job and event in them. Of answers only the headers come:
 * they hold the outcome, and the answer itself where it is small. Results of any size need not
 * travel to every API process.
 */
final class JobFollower {
  /** A list waits that long for what this process has just written. */
  private static final Duration READ_YOUR_WRITES = Duration.ofSeconds(1);

  /** Bounds how long an answer waits for its job, and jobs for answers. */
  private static final Duration READ_IN_STEP = Duration.ofSeconds(1);

  /**
   * While the buckets are read from their beginning, jobs are read no further ahead of answers: a
   * job without its answer takes ten times the memory of a final one.
   */
  private static final Duration LEAD = Duration.ofSeconds(5);

  private final KeyBucket queueBucket;
  private final KeyBucket responsesBucket;
  private final Codec codec;
  private final List<Listener> listeners;
  private final BucketFollower queue;
  private final BucketFollower responses;
  private final AtomicLong writtenToQueue = new AtomicLong();
  private final AtomicLong writtenToResponses = new AtomicLong();

  /** Told of what is in the buckets. */
  interface Listener {
    void created(Job job);

    void happened(JobId id, TimelineEvent event);

    void deleted(JobId id);

    /** All that was told before is void. */
    void begin();
  }

  JobFollower(KeyBucket queue, KeyBucket responses, Codec codec, List<Listener> listeners) {
    this.queueBucket = queue;
    this.responsesBucket = responses;
    this.codec = codec;
    this.listeners = listeners;
    this.queue = new BucketFollower(queue, false, new Ear(this::heardOfQueue));
    this.responses = new BucketFollower(responses, true, new Ear(this::heardOfResponses));
    queue.onWritten(sequence -> writtenToQueue.accumulateAndGet(sequence, Math::max));
    responses.onWritten(sequence -> writtenToResponses.accumulateAndGet(sequence, Math::max));
  }

  void subscribe(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException {
    queue.subscribe(connection);
    responses.subscribe(connection);
  }

  boolean isCaughtUp() {
    return queue.isCaughtUp() && responses.isCaughtUp();
  }

  /** Returns when all was heard that this process has written so far. */
  void awaitOwnWrites() {
    queue.awaitSequence(writtenToQueue.get(), READ_YOUR_WRITES);
    responses.awaitSequence(writtenToResponses.get(), READ_YOUR_WRITES);
  }

  private void heardOfQueue(Message message) {
    awaitAnswersBefore(message);
    var key = queueBucket.key(message);
    if (Keys.isJob(key)) {
      queueBucket
          .entry(message)
          .ifPresentOrElse(
              entry -> created(codec.job(entry.value())),
              () -> listeners.forEach(listener -> listener.deleted(Keys.jobOfJob(key))));
    } else if (Keys.isEvent(key)) {
      queueBucket
          .entry(message)
          .ifPresent(entry -> happened(Keys.jobOfEvent(key), codec.event(entry)));
    }
  }

  private void heardOfResponses(Message message) {
    awaitItsJob(message);
    responsesBucket
        .entry(message)
        .ifPresent(entry -> happened(Keys.jobOfAnswer(entry.key()), codec.told(entry, message)));
  }

  /**
   * While the buckets are read from their beginning, answers would run ahead of their jobs, which
   * are more and larger, and would have to be kept until those come.
   */
  private void awaitItsJob(Message answer) {
    inStep(() -> queue.awaitTime(storedAt(answer), READ_IN_STEP));
  }

  private void awaitAnswersBefore(Message message) {
    inStep(() -> responses.awaitArrival(storedAt(message).minus(LEAD), READ_IN_STEP));
  }

  private static Instant storedAt(Message message) {
    return message.metaData().timestamp().toInstant();
  }

  /** A wait for the other bucket. */
  @FunctionalInterface
  private interface Step {
    void await() throws InterruptedException;
  }

  private static void inStep(Step step) {
    try {
      step.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void created(Job job) {
    listeners.forEach(listener -> listener.created(job));
  }

  private void happened(JobId id, TimelineEvent event) {
    listeners.forEach(listener -> listener.happened(id, event));
  }

  private final class Ear implements BucketFollower.Listener {
    private final java.util.function.Consumer<Message> hear;

    Ear(java.util.function.Consumer<Message> hear) {
      this.hear = hear;
    }

    @Override
    public void heard(Message message) {
      hear.accept(message);
    }

    @Override
    public void begin() {
      listeners.forEach(Listener::begin);
    }
  }
}
