package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.StreamContext;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Follows a bucket from its first message on, in order. After a reconnect it goes on behind the
 * last message it heard, so that nothing is left out.
 *
 * <p>It asks for some messages, hears them, and asks for more. What a server pushes, it pushes
 * faster than anybody can follow: of a bucket with a million messages most would wait in this
 * process, where each collection of garbage copies them.
 */
final class BucketFollower {
  private static final System.Logger LOG = System.getLogger(BucketFollower.class.getName());

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  /**
   * Asked for at a time. Bounds what waits here at that many of the largest messages; fewer would
   * cost more requests.
   */
  private static final int BATCH = 256;

  /** The server ends a request by itself; one that gets lost is missed for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * The server forgets a consumer of which it hears no more: after twice the patience. Durations
   * multiply by way of BigDecimal, whose own beginning is 10 ms of every start.
   */
  private static final Duration FORGET = PATIENCE.plus(PATIENCE);

  /** While the server does not answer. */
  private static final Duration RETRY = Duration.ofMillis(250);

  private final KeyBucket bucket;
  private final boolean headersOnly;
  private final Listener listener;
  private final Object progress = new Object();
  private Optional<Thread> following = Optional.empty();
  private long seen;
  private Instant seenAt = Instant.MIN;

  /** Of the message that is being heard, or was heard last. */
  private Instant arrivedAt = Instant.MIN;

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
  void subscribe(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException {
    stop();
    var stream = connection.getStreamContext(bucket.stream());
    var state = stream.getStreamInfo().getStreamState();
    synchronized (progress) {
      if (state.getLastSequence() < seen) {
        listener.begin();
        seen = 0;
      }
      // Messages may have gone from its end, so that the last sequence never comes.
      caughtUp = state.getMsgCount() == 0 || state.getLastSequence() == seen;
      progress.notifyAll();
    }
    following =
        Optional.of(
            Thread.ofVirtual()
                .name("follow-" + bucket.stream())
                .start(() -> follow(connection, stream)));
  }

  /** Whoever follows on the connection before this one; two would tell of the same messages. */
  private void stop() throws InterruptedException {
    if (following.isPresent()) {
      following.get().interrupt();
      following.get().join();
    }
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
   */
  void awaitTime(Instant time, Duration atMost) throws InterruptedException {
    await(() -> !seenAt.isBefore(time) || arrivedAt.isAfter(time), atMost);
  }

  /** As {@link #awaitTime}, but for what is being heard: it may wait for its caller. */
  void awaitArrival(Instant time, Duration atMost) throws InterruptedException {
    await(() -> !arrivedAt.isBefore(time), atMost);
  }

  /** Looks now and then: to be woken by each message would cost more than the message. */
  private void await(BooleanSupplier reached, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!hasCaughtUpOr(reached) && System.nanoTime() < end) {
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private boolean hasCaughtUpOr(BooleanSupplier reached) {
    synchronized (progress) {
      return caughtUp || reached.getAsBoolean();
    }
  }

  private void follow(Connection connection, StreamContext stream) {
    var reminder = new Reminder(Link.REMINDER);
    try {
      while (connection.getStatus() != Connection.Status.CLOSED) {
        try {
          followWhileAnswered(stream);
        } catch (IOException
            | JetStreamApiException
            | JetStreamStatusCheckedException
            | IllegalStateException noAnswer) {
          // Without a connection nothing answers, and the link says so.
          var level = isConnected(connection) && reminder.isDue() ? WARNING : DEBUG;
          LOG.log(level, "{0} is not followed yet: {1}", bucket.stream(), noAnswer.getMessage());
          Thread.sleep(RETRY);
        } catch (RuntimeException failed) {
          // Where a connection ends under the client, it fails in ways that it does not declare.
          var level = isConnected(connection) ? ERROR : DEBUG;
          LOG.log(level, "following " + bucket.stream() + " failed and begins again", failed);
          Thread.sleep(RETRY);
        }
      }
    } catch (InterruptedException stopped) {
      LOG.log(DEBUG, "{0} is followed no more, or by another", bucket.stream());
    }
  }

  private static boolean isConnected(Connection connection) {
    return connection.getStatus() == Connection.Status.CONNECTED;
  }

  /**
   * With one consumer, until a request brings nothing: there is no news then, or the request or the
   * consumer was lost. A new consumer is right for all of them.
   */
  private void followWhileAnswered(StreamContext stream)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    var consumer = stream.createOrUpdateConsumer(behind(seen()));
    try {
      if (consumer.getCachedConsumerInfo().getNumPending() == 0) {
        // What was there when we began may have expired before it came.
        hasCaughtUp();
      }
      long heard = 0;
      long before;
      do {
        before = heard;
        heard = hearBatch(consumer, before);
      } while (heard > before);
    } finally {
      forget(stream, consumer);
    }
  }

  /**
   * @param before how many this consumer has brought
   * @return how many it has brought now; as before if one was lost on the way
   */
  private long hearBatch(ConsumerContext consumer, long before)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    var some =
        FetchConsumeOptions.builder().maxMessages(BATCH).expiresIn(PATIENCE.toMillis()).build();
    var batch = consumer.fetch(some);
    try {
      long heard = before;
      for (var message = batch.nextMessage(); message != null; message = batch.nextMessage()) {
        if (message.metaData().consumerSequence() != heard + 1) {
          return before;
        }
        receive(message);
        heard++;
      }
      return heard;
    } finally {
      close(batch);
    }
  }

  private static void close(FetchConsumer batch) throws IOException {
    try {
      batch.close();
    } catch (IOException | RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IOException("cannot end a request for messages", failed);
    }
  }

  /** It would go by itself, but take part in every message until then. */
  private void forget(StreamContext stream, ConsumerContext consumer) {
    try {
      stream.deleteConsumer(consumer.getConsumerName());
    } catch (IOException | JetStreamApiException | RuntimeException noAnswer) {
      LOG.log(DEBUG, "a consumer of {0} is left: {1}", bucket.stream(), noAnswer.getMessage());
    }
  }

  private void hasCaughtUp() {
    synchronized (progress) {
      caughtUp = true;
      progress.notifyAll();
    }
  }

  private long seen() {
    synchronized (progress) {
      return seen;
    }
  }

  private ConsumerConfiguration behind(long sequence) {
    var from =
        ConsumerConfiguration.builder()
            .headersOnly(headersOnly)
            // Whoever misses one asks again from there.
            .ackPolicy(AckPolicy.None)
            .memStorage(true)
            .numReplicas(1)
            .inactiveThreshold(FORGET);
    return sequence == 0
        ? from.deliverPolicy(DeliverPolicy.All).build()
        : from.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(sequence + 1).build();
  }

  private void receive(Message message) {
    var at = message.metaData().timestamp().toInstant();
    synchronized (progress) {
      arrivedAt = at;
    }
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
      seenAt = at;
      caughtUp |= message.metaData().pendingCount() == 0;
      progress.notifyAll();
    }
  }
}
