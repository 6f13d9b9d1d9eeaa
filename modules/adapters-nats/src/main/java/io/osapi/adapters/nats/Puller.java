package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pulls deliveries from one consumer, never more than the worker has free slots: what a worker
 * holds without running it, another could have run.
 *
 * <p>Pull requests are sent as plain messages. The client's own subscription would look the
 * consumer up first, which a worker's credentials need not allow.
 */
final class Puller {
  private static final System.Logger LOG = System.getLogger(Puller.class.getName());

  /**
   * A pull request waits that long at the server; then the next one is sent. The longer, the less a
   * large fleet costs while it has nothing to do. Of a worker that ends, the server drops the
   * request together with the connection; of one whose server in a cluster ended without a word, no
   * more than this time is lost.
   */
  private static final Duration PULL = Duration.ofMinutes(1);

  /** The server ends a pull by itself; that much later we take it for lost. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** Until NATS is back. */
  private static final Duration RETRY = Duration.ofMillis(250);

  /** Until the consumer is there: the API side makes it at our first heartbeat. */
  private static final Growth WHILE_MISSING =
      new Growth(Duration.ofMillis(250), Duration.ofSeconds(5));

  /**
   * Where enough others wait already, nobody needs us: only when some of those have gone. Each
   * refusal is work for the server.
   */
  private static final Growth WHILE_CROWDED =
      new Growth(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int NO_RESPONDERS = 503;

  /** Nothing came in time, or there was nothing. */
  private static final Set<Integer> EMPTY = Set.of(408, 404);

  /** How the server says that {@link Topology} lets no more requests wait. */
  private static final String CROWDED = "Exceeded MaxWaiting";

  private final Link link;
  private final String consumer;
  private final String pullSubject;
  private final Slots slots;
  private final Consumer<Message> taker;
  private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private Thread thread;
  private int missing;
  private int crowded;

  /** What must be so before the first pull. */
  @FunctionalInterface
  interface Precondition {
    void await() throws InterruptedException;
  }

  /** What the loop waits for. */
  private sealed interface Signal {
    record Received(Message message) implements Signal {}

    /** The connection is new: what was asked on the old one will not be answered. */
    record Reconnected() implements Signal {}
  }

  Puller(Link link, String stream, String consumer, Slots slots, Consumer<Message> taker) {
    this.link = link;
    this.consumer = consumer;
    this.pullSubject = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
    this.slots = slots;
    this.taker = taker;
  }

  /** Pulls from now on, once what it waits for first has come. */
  void start(Precondition first) {
    link.onConnect(_ -> signals.add(new Signal.Reconnected()));
    thread = Thread.ofVirtual().name("pull-" + consumer).start(() -> run(first));
  }

  /** Takes no more; a delivery that is on its way comes again, to this or another worker. */
  void stop() {
    thread.interrupt();
  }

  private void run(Precondition first) {
    try {
      first.await();
      while (!link.isClosed()) {
        try {
          pullWhileConnected(link.live());
        } catch (ProblemException | IllegalStateException notConnected) {
          link.pause(RETRY);
        }
      }
    } catch (InterruptedException stopped) {
      LOG.log(DEBUG, "no more deliveries from {0}", consumer);
    } finally {
      giveBack();
    }
  }

  private void pullWhileConnected(Connection connection) throws InterruptedException {
    var dispatcher =
        connection.createDispatcher(message -> signals.add(new Signal.Received(message)));
    try {
      var inbox = connection.createInbox();
      dispatcher.subscribe(inbox);
      while (connection.getStatus() == Connection.Status.CONNECTED) {
        pullOnce(connection, inbox);
      }
    } finally {
      close(connection, dispatcher);
    }
  }

  /** One pull request, to the last of its deliveries. */
  private void pullOnce(Connection connection, String inbox) throws InterruptedException {
    int wanted = slots.awaitFree();
    connection.publish(
        pullSubject, inbox, Json.write(Map.of("batch", wanted, "expires", PULL.toNanos())));
    long end = System.nanoTime() + PULL.plus(MARGIN).toNanos();
    while (wanted > 0) {
      switch (signals.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        case null -> wanted = 0;
        case Signal.Reconnected _ -> wanted = 0;
        case Signal.Received(var message) when message.isStatusMessage() -> {
          wanted = 0;
          ended(message);
        }
        case Signal.Received(var message) -> {
          wanted--;
          isServed();
          taker.accept(message);
        }
      }
    }
  }

  /** The server's reason for ending the request before it was filled. */
  private void ended(Message message) throws InterruptedException {
    var status = message.getStatus();
    if (EMPTY.contains(status.getCode())) {
      isServed();
    } else if (status.getCode() == NO_RESPONDERS) {
      if (missing++ == 0) {
        LOG.log(INFO, "waiting for the API side to make the consumer {0}", consumer);
      }
      rest(WHILE_MISSING.after(missing));
    } else if (CROWDED.equals(status.getMessage())) {
      crowded++;
      LOG.log(DEBUG, "enough others wait for jobs for any");
      rest(WHILE_CROWDED.after(crowded));
    } else {
      LOG.log(DEBUG, "pull from {0} ended: {1}", consumer, status.getMessageWithCode());
      rest(RETRY);
    }
  }

  private void isServed() {
    missing = 0;
    crowded = 0;
  }

  /** Ends early where the connection is new: what was so on the old one may not be so on it. */
  private void rest(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    boolean over = false;
    while (!over) {
      switch (signals.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        case null -> over = true;
        case Signal.Reconnected _ -> over = true;
        case Signal.Received(var message) when message.isStatusMessage() -> {}
        case Signal.Received(var late) -> taker.accept(late);
      }
    }
  }

  /**
   * What came too late for us is for others at once, not only when the broker misses our answer.
   */
  private void giveBack() {
    Signal signal;
    while ((signal = signals.poll()) != null) {
      if (signal instanceof Signal.Received(var message) && message.isJetStream()) {
        message.nak();
      }
    }
  }

  private static void close(Connection connection, Dispatcher dispatcher) {
    if (connection.getStatus() != Connection.Status.CLOSED) {
      connection.closeDispatcher(dispatcher);
    }
  }
}
