package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueOperation;
import io.nats.client.api.KeyValueWatcher;
import io.nats.client.impl.NatsKeyValueWatchSubscription;
import io.osapi.application.port.Fleet;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.FleetMember;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Worker;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The fleet as the workers' heartbeats tell it, kept up to date by a watch on their bucket.
 *
 * <p>A worker becomes a member once its consumer exists: whoever is given a job can also receive
 * it.
 */
final class NatsFleet implements Fleet {
  private static final System.Logger LOG = System.getLogger(NatsFleet.class.getName());

  /** Consumers that are made at the same time; more would only wait in the server. */
  private static final int MAX_ENROLLING = 32;

  private static final long LOOK_MILLIS = 20;

  /** Without anything new for so long, the watch has died with its server. */
  private static final int STALL_SECONDS = 10;

  private final Topology topology;
  private final String bucket;
  private final InstantSource clock;
  private final HeartbeatReader heartbeats = new HeartbeatReader();
  private final SortedMap<HostName, FleetMember> members = new ConcurrentSkipListMap<>();
  private Optional<NatsKeyValueWatchSubscription> watch = Optional.empty();
  private Connection watchedOn;
  private volatile boolean loaded;

  NatsFleet(Nats.Layout layout, Topology topology, InstantSource clock) {
    this.bucket = layout.workers().name();
    this.topology = topology;
    this.clock = clock;
  }

  @Override
  public Collection<FleetMember> members() {
    requireLoaded();
    return Collections.unmodifiableCollection(members.values());
  }

  @Override
  public Optional<FleetMember> member(HostName host) {
    requireLoaded();
    return Optional.ofNullable(members.get(host));
  }

  /** Until every known worker was read, "no such worker" would be a guess. */
  private void requireLoaded() {
    if (!loaded) {
      throw new ProblemException(Problem.UNAVAILABLE);
    }
  }

  boolean isLoaded() {
    return loaded;
  }

  /**
   * Watches, and returns when all are members that were known before; again after a reconnect, when
   * consumers may have gone with the old server.
   *
   * @throws IOException if one of them could not be made a member: to be called again then
   */
  void subscribe(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException {
    watch
        .filter(_ -> connection.equals(watchedOn))
        .ifPresent(NatsKeyValueWatchSubscription::unsubscribe);
    watchedOn = connection;
    var ear = new Ear();
    watch = Optional.of(connection.keyValue(bucket).watchAll(ear));
    ear.awaitKnown(connection);
    loaded = true;
  }

  /** What was last heard of a worker. */
  private sealed interface Word {
    record Present(FleetMember member) implements Word {}

    /** It will not come back. */
    record Left() implements Word {}
  }

  /** Hears heartbeats over one connection. */
  private final class Ear implements KeyValueWatcher {
    /** Workers whose consumer listens to what they need, as this connection has made sure. */
    private final Map<HostName, Worker> ensured = new ConcurrentHashMap<>();

    /** The last word of each worker whose consumer is being made or removed. */
    private final Map<HostName, Word> enrolling = new ConcurrentHashMap<>();

    private final Semaphore turns = new Semaphore(MAX_ENROLLING);
    private final CountDownLatch heardAll = new CountDownLatch(1);

    /** Every key that was heard of, whatever it held. */
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    private volatile boolean missedOne;

    @Override
    public void watch(KeyValueEntry entry) {
      try {
        if (entry.getOperation() == KeyValueOperation.PUT) {
          hear(heartbeats.read(entry.getKey(), entry.getValue(), heardAt(entry)));
        } else {
          heartbeats.forget(entry.getKey());
          hearOfLeaving(HeartbeatCodec.host(entry.getKey()));
        }
      } catch (Json.Unreadable unreadable) {
        LOG.log(ERROR, "heartbeat " + entry.getKey() + " not taken: " + unreadable.getMessage());
      }
      heard.add(entry.getKey());
    }

    @Override
    public void endOfData() {
      heardAll.countDown();
    }

    void awaitKnown(Connection connection)
        throws IOException, JetStreamApiException, InterruptedException {
      int progress = -1;
      long stalledAt = 0;
      // A heartbeat that replaces one while that is on its way comes after what was there before.
      while (heardAll.getCount() > 0 || !enrolling.isEmpty() || heard.size() < keys(connection)) {
        if (heard.size() - enrolling.size() != progress) {
          progress = heard.size() - enrolling.size();
          stalledAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(STALL_SECONDS);
        } else if (System.nanoTime() > stalledAt) {
          throw new IOException("the fleet is not heard of; asking again");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (missedOne) {
        throw new IOException("not every known worker has its consumer yet");
      }
    }

    private long keys(Connection connection) throws IOException, JetStreamApiException {
      return connection
          .jetStreamManagement()
          .getStreamInfo("KV_" + bucket)
          .getStreamState()
          .getSubjectCount();
    }

    private void hear(FleetMember member) {
      var host = member.host();
      if (enrolling.replace(host, new Word.Present(member)) != null) {
        // Whoever enrols it takes the newest word.
        return;
      }
      if (isEnsured(member.worker())) {
        join(member);
      } else {
        settle(host, new Word.Present(member));
      }
    }

    /**
     * Its consumer would keep every broadcast for one who never comes. That of a worker which left
     * while nobody listened goes by itself, after a while: at a restart there is no time for it.
     */
    private void hearOfLeaving(HostName host) {
      if (enrolling.replace(host, new Word.Left()) == null && heardAll.getCount() == 0) {
        settle(host, new Word.Left());
      }
    }

    /** Not on this thread: a thousand new workers are a thousand consumers to be made. */
    private void settle(HostName host, Word word) {
      enrolling.put(host, word);
      Thread.ofVirtual().name("enrol-" + host).start(() -> settle(host));
    }

    private void settle(HostName host) {
      turns.acquireUninterruptibly();
      try {
        Word word;
        do {
          word = enrolling.get(host);
          switch (word) {
            case Word.Present(var member) -> enrol(member);
            case Word.Left _ -> forget(host);
          }
        } while (!enrolling.remove(host, word));
      } catch (ProblemException failed) {
        missedOne = true;
        enrolling.remove(host);
        LOG.log(
            WARNING,
            "consumer of worker {0} is not as it should be yet: {1}",
            host,
            failed.getMessage());
      } finally {
        turns.release();
      }
    }

    private void enrol(FleetMember member) {
      topology.ensureWorker(member.worker());
      ensured.put(member.host(), member.worker());
      join(member);
    }

    private void forget(HostName host) {
      ensured.remove(host);
      if (members.remove(host) != null) {
        LOG.log(INFO, "worker {0} was withdrawn", host);
      }
      topology.removeWorker(host);
    }

    private boolean isEnsured(Worker worker) {
      var before = ensured.get(worker.host());
      return before != null && (before.equals(worker) || filters(before).equals(filters(worker)));
    }

    private List<String> filters(Worker worker) {
      return topology.subjects().ownFilters(worker);
    }

    private void join(FleetMember member) {
      if (members.put(member.host(), member) == null) {
        LOG.log(INFO, "worker {0} joined", member.host());
      }
    }

    /** The broker's time for what was there before; our own for what we hear as it comes. */
    private Instant heardAt(KeyValueEntry entry) {
      return heardAll.getCount() == 0 ? clock.instant() : entry.getCreated().toInstant();
    }
  }
}
