package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

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
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The fleet as the workers' heartbeats tell it, kept up to date by a watch on their bucket.
 *
 * <p>A worker becomes a member once its consumer exists: whoever is given a job can also receive
 * it.
 */
final class NatsFleet implements Fleet {
  private static final System.Logger LOG = System.getLogger(NatsFleet.class.getName());

  private final Topology topology;
  private final String bucket;
  private final InstantSource clock;
  private final SortedMap<HostName, FleetMember> members = new ConcurrentSkipListMap<>();
  private Optional<NatsKeyValueWatchSubscription> watch = Optional.empty();
  private volatile boolean loaded;

  NatsFleet(Nats.Layout layout, Topology topology, InstantSource clock) {
    this.bucket = layout.workers().name();
    this.topology = topology;
    this.clock = clock;
  }

  @Override
  public List<FleetMember> members() {
    if (!loaded) {
      // Until every known worker was read, "no such worker" would be a guess.
      throw new ProblemException(Problem.UNAVAILABLE);
    }
    return List.copyOf(members.values());
  }

  boolean isLoaded() {
    return loaded;
  }

  /** Begins to watch; again after a reconnect, when consumers may have gone with the old server. */
  void subscribe(Connection connection)
      throws IOException, JetStreamApiException, InterruptedException {
    watch.ifPresent(NatsKeyValueWatchSubscription::unsubscribe);
    watch = Optional.of(connection.keyValue(bucket).watchAll(new Ear()));
  }

  /** Hears heartbeats over one connection. */
  private final class Ear implements KeyValueWatcher {
    /** What each worker's consumer listens to, as far as this connection has made sure of it. */
    private final Map<HostName, List<String>> ensured = new HashMap<>();

    private boolean caughtUp;

    @Override
    public void watch(KeyValueEntry entry) {
      try {
        if (entry.getOperation() == KeyValueOperation.PUT) {
          hear(HeartbeatCodec.read(entry.getValue(), heardAt(entry)));
        } else {
          members.remove(Keys.host(entry.getKey()));
        }
      } catch (Json.Unreadable | ProblemException failed) {
        // One bad heartbeat must not keep the others from being heard; the next one tries again.
        LOG.log(ERROR, "heartbeat " + entry.getKey() + " not taken: " + failed.getMessage());
      }
    }

    @Override
    public void endOfData() {
      caughtUp = true;
      loaded = true;
    }

    private void hear(FleetMember member) {
      var filters = topology.subjects().ownFilters(member.worker());
      if (!filters.equals(ensured.get(member.host()))) {
        topology.ensureWorker(member.worker());
        ensured.put(member.host(), filters);
      }
      if (members.put(member.host(), member) == null) {
        LOG.log(INFO, "worker {0} joined", member.host());
      }
    }

    /** The broker's time for what was there before; our own for what we hear as it comes. */
    private Instant heardAt(KeyValueEntry entry) {
      return caughtUp ? clock.instant() : entry.getCreated().toInstant();
    }
  }
}
