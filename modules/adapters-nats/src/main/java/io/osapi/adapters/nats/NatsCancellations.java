package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.osapi.application.port.Cancellations;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.OperationRunner.Interest;
import io.osapi.domain.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/**
 * Hears cancellations as they are written: a KV put is a plain message on a plain subject, so
 * hearing it costs the server no consumer. What may have been written while nobody here listened is
 * looked up, job by job: for jobs that run when the connection returns, and for deliveries that
 * were announced before this worker listened.
 */
final class NatsCancellations implements Cancellations {
  private static final System.Logger LOG = System.getLogger(NatsCancellations.class.getName());

  /** Of those not yet delivered, no more can matter than a worker's consumer may hold. */
  private static final int MAX_REMEMBERED = 100_000;

  private static final Duration FLUSH = Duration.ofSeconds(2);

  /** The servers of a cluster tell each other a little later what is listened to, and the time. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Link link;
  private final KeyBucket queue;
  private final Map<JobId, Boolean> cancelled =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };
  private final Map<JobId, Set<Runnable>> stops = new HashMap<>();
  private final CountDownLatch loaded = new CountDownLatch(1);
  private Optional<Connection> heardOn = Optional.empty();

  /** Listens since then, by the broker's clock, as far as is known. */
  private volatile Instant listeningSince = Instant.MAX;

  private volatile boolean timeIsWanted;

  NatsCancellations(Link link, KeyBucket queue) {
    this.link = link;
    this.queue = queue;
  }

  /** On every connect: hears first, then looks up what it may have missed of what runs. */
  void subscribe(Connection connection) throws InterruptedException, TimeoutException {
    listeningSince = Instant.MAX;
    if (heardOn.filter(connection::equals).isEmpty()) {
      // The client renews the subscription itself when it reconnects.
      Dispatcher dispatcher = connection.createDispatcher(this::hear);
      dispatcher.subscribe(queue.subject(Keys.cancellations()));
      heardOn = Optional.of(connection);
    }
    connection.flush(FLUSH);
    timeIsWanted = true;
    running().forEach(this::lookUp);
    loaded.countDown();
  }

  /** Whether {@link #listeningSince} has to be told a time of the broker that is later than now. */
  boolean wantsTime() {
    return timeIsWanted;
  }

  void isListeningSince(Instant brokersTime) {
    timeIsWanted = false;
    listeningSince = brokersTime.plus(MARGIN);
  }

  /** Returns when this process listens. */
  void awaitLoaded() throws InterruptedException {
    loaded.await();
  }

  /** Makes sure that a cancellation is known that was written before this process listened. */
  void lookBack(JobId id, Instant announced) {
    if (announced.isBefore(listeningSince)) {
      NatsJobReports.untilReached(
          link,
          () -> {
            lookUp(id);
            return id;
          });
    }
  }

  private void lookUp(JobId id) {
    if (queue.last(Keys.cancellationOf(id)).isPresent()) {
      cancel(id);
    }
  }

  @Override
  public synchronized boolean isCancelled(JobId id) {
    return cancelled.containsKey(id);
  }

  @Override
  public OperationRunner.Stop stopOf(JobId id) {
    return action -> whenCancelled(id, action);
  }

  private synchronized List<JobId> running() {
    return List.copyOf(stops.keySet());
  }

  private synchronized Interest whenCancelled(JobId id, Runnable action) {
    if (isCancelled(id)) {
      action.run();
    }
    stops.computeIfAbsent(id, _ -> new HashSet<>()).add(action);
    return () -> forget(id, action);
  }

  private synchronized void forget(JobId id, Runnable action) {
    stops.computeIfPresent(
        id,
        (_, actions) -> {
          actions.remove(action);
          return actions.isEmpty() ? null : actions;
        });
  }

  private void hear(Message message) {
    cancel(message.getSubject().substring(queue.subject("").length()));
  }

  /** A key that nobody of us wrote must not keep a worker from its jobs. */
  private void cancel(String key) {
    try {
      cancel(Keys.jobOfEvent(key));
    } catch (IllegalArgumentException noJob) {
      LOG.log(ERROR, "cancellation {0} not taken: {1}", key, noJob.getMessage());
    }
  }

  private synchronized void cancel(JobId id) {
    if (cancelled.put(id, true) == null && stops.containsKey(id)) {
      LOG.log(INFO, "job {0} was cancelled; stopping it", id);
      stops.get(id).forEach(Runnable::run);
    }
  }
}
