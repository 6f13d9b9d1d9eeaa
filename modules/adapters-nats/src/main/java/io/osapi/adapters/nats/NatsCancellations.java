package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.osapi.application.port.Cancellations;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.OperationRunner.Interest;
import io.osapi.domain.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/**
 * Hears cancellations as they are written: a KV put is a plain message on a plain subject, so
 * hearing it costs the server no consumer. What was written while the connection was away is read
 * on its return, before anything is pulled on it.
 */
final class NatsCancellations implements Cancellations {
  private static final System.Logger LOG = System.getLogger(NatsCancellations.class.getName());

  /** Of those not yet delivered, no more can matter than a worker's consumer may hold. */
  private static final int MAX_REMEMBERED = 100_000;

  private static final Duration FLUSH = Duration.ofSeconds(2);

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
  private Dispatcher dispatcher;

  NatsCancellations(KeyBucket queue) {
    this.queue = queue;
  }

  /** On every connect: hears first, then reads what it may have missed. */
  void subscribe(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException, TimeoutException {
    if (dispatcher == null) {
      // The client renews the subscription itself when it reconnects.
      dispatcher = connection.createDispatcher(this::hear);
      dispatcher.subscribe(queue.subject(Keys.cancellations()));
      connection.flush(FLUSH);
    }
    try (var reading = queue.reading(connection, Keys.cancellations())) {
      reading.entries().forEach(entry -> cancel(entry.key()));
    }
    loaded.countDown();
  }

  /** Returns when all cancellations are known that were written before this process connected. */
  void awaitLoaded() throws InterruptedException {
    loaded.await();
  }

  @Override
  public synchronized boolean isCancelled(JobId id) {
    return cancelled.containsKey(id);
  }

  @Override
  public OperationRunner.Stop stopOf(JobId id) {
    return action -> whenCancelled(id, action);
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
