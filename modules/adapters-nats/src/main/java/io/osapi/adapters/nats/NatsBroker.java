package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.StreamState;
import io.osapi.application.port.Broker;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What nats-server says of itself and of our streams and buckets. */
final class NatsBroker implements Broker {
  private static final System.Logger LOG = System.getLogger(NatsBroker.class.getName());

  /** How often the server is asked at most; figures are never older when they are told. */
  private static final Duration MAX_AGE = Duration.ofSeconds(5);

  /** How long who asks is kept waiting for an answer of the server. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private static final JetStreamOptions OPTIONS =
      JetStreamOptions.builder().requestTimeout(Link.REQUEST_TIMEOUT).build();

  private final Link link;
  private final Nats.Layout layout;
  private Optional<Round> latest = Optional.empty();

  NatsBroker(Link link, Nats.Layout layout) {
    this.link = link;
    this.layout = layout;
  }

  /**
   * One time that the server is asked, for everybody who asks us until it is too old.
   *
   * @param answer empty where the server did not give one
   */
  private record Round(long beganNanos, CompletableFuture<Optional<Holdings>> answer) {

    boolean isTooOld() {
      return System.nanoTime() - beganNanos > MAX_AGE.toNanos();
    }
  }

  @Override
  public Connection connection() {
    return link.connection();
  }

  @Override
  public Optional<Holdings> holdings() {
    if (!link.isConnected()) {
      return Optional.empty();
    }
    try {
      return round().answer().get(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      // The round goes on, and may have its answer for who asks next.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  private synchronized Round round() {
    var current = latest.filter(round -> !round.isTooOld()).orElseGet(this::begin);
    latest = Optional.of(current);
    return current;
  }

  private Round begin() {
    var answer = new CompletableFuture<Optional<Holdings>>();
    Thread.ofVirtual().name("nats-figures").start(() -> ask(answer));
    return new Round(System.nanoTime(), answer);
  }

  private void ask(CompletableFuture<Optional<Holdings>> answer) {
    try {
      answer.complete(Optional.of(Calls.call(this::read)));
    } catch (ProblemException noAnswer) {
      LOG.log(DEBUG, "no figures from NATS: {0}", noAnswer.getMessage());
      answer.complete(Optional.empty());
    } catch (RuntimeException failed) {
      answer.completeExceptionally(failed);
    }
  }

  private Holdings read() throws IOException, JetStreamApiException {
    var management = link.live().jetStreamManagement(OPTIONS);
    var jobs = layout.jobs().name();
    var letters = layout.deadLetters().name();
    var lettersState = state(management, letters);
    var buckets = new ArrayList<Bucket>();
    for (var bucket : List.of(layout.queue(), layout.responses(), layout.workers())) {
      var state = state(management, KeyBucket.stream(bucket));
      // Of each key one message is kept, so there are as many.
      buckets.add(new Bucket(bucket.name(), state.getMsgCount(), state.getByteCount()));
    }
    return new Holdings(
        List.of(stream(jobs, state(management, jobs)), stream(letters, lettersState)),
        buckets,
        lettersState.getMsgCount());
  }

  private static StreamState state(JetStreamManagement management, String stream)
      throws IOException, JetStreamApiException {
    return management.getStreamInfo(stream).getStreamState();
  }

  private static Stream stream(String name, StreamState state) {
    return new Stream(name, state.getMsgCount(), state.getByteCount(), state.getConsumerCount());
  }
}
