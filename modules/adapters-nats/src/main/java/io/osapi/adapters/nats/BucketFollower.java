package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Follows a bucket from its first message on, in order, by one ordered consumer. After a reconnect
 * it goes on behind the last message it saw, so that nothing is left out.
 */
final class BucketFollower {
  private static final System.Logger LOG = System.getLogger(BucketFollower.class.getName());

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final KeyBucket bucket;
  private final boolean headersOnly;
  private final Listener listener;
  private final Object progress = new Object();
  private JetStreamSubscription subscription;
  private Dispatcher dispatcher;
  private Connection connectionOfDispatcher;
  private long seen;
  private Instant seenAt = Instant.MIN;
  private boolean caughtUp;

  /** Told of every message, on one thread at a time. */
  interface Listener {
    void heard(Message message);

    /** The bucket begins anew: what was heard before is no longer there. */
    void begin();
  }

  BucketFollower(KeyBucket bucket, boolean headersOnly, Listener listener) {
    this.bucket = bucket;
    this.headersOnly = headersOnly;
    this.listener = listener;
  }

  /** On every connect. */
  void subscribe(Connection connection) throws IOException, JetStreamApiException {
    if (dispatcher == null || connection != connectionOfDispatcher) {
      dispatcher = connection.createDispatcher();
      connectionOfDispatcher = connection;
    } else if (subscription != null) {
      dispatcher.unsubscribe(subscription);
    }
    var stream = connection.jetStreamManagement().getStreamInfo(bucket.stream()).getStreamState();
    synchronized (progress) {
      if (stream.getLastSequence() < seen) {
        listener.begin();
        seen = 0;
      }
      // Messages may have gone from its end, so that the last sequence never comes.
      caughtUp = stream.getMsgCount() == 0 || stream.getLastSequence() == seen;
      progress.notifyAll();
    }
    subscription =
        connection
            .jetStream()
            .subscribe(bucket.subject(">"), dispatcher, this::receive, false, behind(seen));
  }

  /** Whether everything was heard that was there when the connection was made. */
  boolean isCaughtUp() {
    synchronized (progress) {
      return caughtUp;
    }
  }

  /**
   * Returns when that message was heard.
   *
   * @throws ProblemException {@code UNAVAILABLE} if it is not within {@code atMost}
   */
  void awaitSequence(long sequence, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    synchronized (progress) {
      while (seen < sequence) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new ProblemException(Problem.UNAVAILABLE);
        }
        try {
          progress.wait(millis);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new ProblemException(Problem.UNAVAILABLE);
        }
      }
    }
  }

  /**
   * Returns when everything was heard that was stored before {@code time}, or after {@code atMost}.
   * Looks now and then: to be woken by each message would cost more than the message.
   */
  void awaitTime(Instant time, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!hasHeardUntil(time) && System.nanoTime() < end) {
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private boolean hasHeardUntil(Instant time) {
    synchronized (progress) {
      return caughtUp || !seenAt.isBefore(time);
    }
  }

  private PushSubscribeOptions behind(long sequence) {
    var from = ConsumerConfiguration.builder().headersOnly(headersOnly);
    if (sequence == 0) {
      from.deliverPolicy(DeliverPolicy.All);
    } else {
      from.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(sequence + 1);
    }
    return PushSubscribeOptions.builder().stream(bucket.stream())
        .ordered(true)
        .configuration(from.build())
        .build();
  }

  private void receive(Message message) {
    try {
      listener.heard(message);
    } catch (Json.Unreadable | IllegalArgumentException unreadable) {
      // Whoever reads that job from the store is told; here it must not stop those behind it.
      LOG.log(ERROR, "unreadable record " + message.getSubject() + ": " + unreadable.getMessage());
    } catch (RuntimeException ourFault) {
      LOG.log(ERROR, "record " + message.getSubject() + " could not be followed", ourFault);
    }
    synchronized (progress) {
      seen = message.metaData().streamSequence();
      seenAt = message.metaData().timestamp().toInstant();
      caughtUp |= message.metaData().pendingCount() == 0;
      progress.notifyAll();
    }
  }
}
