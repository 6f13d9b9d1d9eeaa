package io.osapi.adapters.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ReplayPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What we keep in JetStream, every option said out loud. Created by the API side. */
final class Topology {
  /** What we need of the server: multi-filter consumers, batch get, per-message TTL. */
  private static final String OLDEST_SERVER = "2.12.0";

  /** A repeated announcement within this time is dropped by the server. */
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

  /**
   * Each worker has one. Said out loud because nats-server 2.15 and later stop at 1,000 where a
   * stream says nothing.
   */
  private static final int MAX_CONSUMERS = 100_000;

  /**
   * Requests that may wait at the consumer that all workers share; a worker beyond them asks again
   * later. Whenever it has nothing more to give, the server looks through all that wait, so that
   * ten thousand would keep it busy; and no more deliveries are ever out than {@code
   * max_ack_pending}, so that more could not be served at once.
   */
  private static final int MIN_PULL_WAITING = 512;

  /** A worker that stays away so long loses its consumer, and with it what waits there. */
  private static final Duration FORGET_WORKER = Duration.ofDays(7);

  /** How long the server tells followers that a key has expired. */
  private static final Duration EXPIRY_MARK = Duration.ofMinutes(1);

  private static final Duration SETUP_TIMEOUT = Duration.ofSeconds(5);

  private static final int STREAM_NOT_FOUND = 10059;
  private static final int CONSUMER_NOT_FOUND = 10014;

  /** What the server says of a change that it cannot make to a stream that is there. */
  private static final int INVALID_CONFIGURATION = 10052;

  private final Link link;
  private final Nats.Layout layout;
  private final Subjects subjects;

  Topology(Link link, Nats.Layout layout) {
    this.link = link;
    this.layout = layout;
    this.subjects = Subjects.below(layout.jobs().subjects());
  }

  /** Creates what is missing and brings what differs up to the layout. */
  void ensure(Connection connection) throws IOException, JetStreamApiException {
    requireServer(connection);
    var management = connection.jetStreamManagement(patient());
    ensureBucket(management, layout.queue(), "jobs and their events");
    ensureBucket(management, layout.responses(), "the workers' answers");
    ensureBucket(management, layout.workers(), "the fleet: one heartbeat a worker");
    ensureStream(
        management,
        bucket(layout.revokedTokens(), "tokens called back before they expired")
            // Without it the server refuses keys that expire by themselves.
            .limitMarker(EXPIRY_MARK)
            .build()
            .getBackingConfig());
    ensureJobs(management);
    ensureDeadLetters(management);
    management.addOrUpdateConsumer(
        layout.jobs().name(),
        consumer(layout.consumer().name(), subjects.sharedFilters())
            .description("jobs for any worker: each is given to exactly one")
            .maxPullWaiting(maxPullWaiting(management))
            .build());
  }

  /** As {@link #ensure}, of what no job needs. */
  void ensureTelemetry(Connection connection) throws IOException, JetStreamApiException {
    var telemetry = layout.agents().telemetry();
    ensureStream(
        connection.jetStreamManagement(patient()),
        StreamConfiguration.builder()
            .name(telemetry.name())
            .description("what edge workers tell of their hosts")
            .subjects(layout.agents().subjects().everyTelemetry())
            .retentionPolicy(RetentionPolicy.Limits)
            .storageType(storage(telemetry.inMemory()))
            .replicas(telemetry.replicas())
            .maxAge(telemetry.maxAge())
            .maxMessagesPerSubject(telemetry.maxMessagesPerSubject())
            .maxBytes(telemetry.maxBytes())
            // The newest tell more about how a host is.
            .discardPolicy(DiscardPolicy.Old)
            .duplicateWindow(min(DUPLICATE_WINDOW, telemetry.maxAge()))
            .allowDirect(true)
            .build());
  }

  Subjects subjects() {
    return subjects;
  }

  /** The consumer of one worker. It keeps what arrives while the worker is away. */
  void ensureWorker(Worker worker) {
    Calls.call(() ->
        link.live()
            .jetStreamManagement(patient())
            .addOrUpdateConsumer(
                layout.jobs().name(),
                consumer(ownConsumer(layout, worker.host()), subjects.ownFilters(worker))
                    .description("jobs for " + worker.host() + ", by name, label or broadcast")
                    .inactiveThreshold(FORGET_WORKER)
                    .build()));
  }

  /** With what waits in it. That it is gone already is as good: each API process removes it. */
  void removeWorker(HostName host) {
    Calls.call(() -> {
      try {
        return link.live()
            .jetStreamManagement(patient())
            .deleteConsumer(layout.jobs().name(), ownConsumer(layout, host));
      } catch (JetStreamApiException refused) {
        if (refused.getApiErrorCode() != CONSUMER_NOT_FOUND) {
          throw refused;
        }
        return true;
      }
    });
  }

  static String sharedConsumer(Nats.Layout layout) {
    return layout.consumer().name();
  }

  static String ownConsumer(Nats.Layout layout, HostName host) {
    return layout.consumer().name() + "-" + Keys.token(host);
  }

  /** Whose own consumer that is; empty for the shared one. */
  static Optional<HostName> hostOf(Nats.Layout layout, String consumer) {
    var prefix = layout.consumer().name() + "-";
    return consumer.startsWith(prefix)
        ? Optional.of(Keys.host(consumer.substring(prefix.length())))
        : Optional.empty();
  }

  private static void requireServer(Connection connection) throws IOException {
    var server = connection.getServerInfo();
    if (!server.isSameOrNewerThanVersion(OLDEST_SERVER)) {
      throw new IOException(
          "nats-server is " + server.getVersion() + ", osapi needs " + OLDEST_SERVER + " or later");
    }
    if (!server.isJetStreamAvailable()) {
      throw new IOException("nats-server runs without JetStream; start it with JetStream enabled");
    }
  }

  /** nats-server cannot change it later: a consumer from before keeps what it has. */
  private long maxPullWaiting(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    try {
      return management
          .getConsumerInfo(layout.jobs().name(), layout.consumer().name())
          .getConsumerConfiguration()
          .getMaxPullWaiting();
    } catch (JetStreamApiException refused) {
      if (refused.getApiErrorCode() != CONSUMER_NOT_FOUND) {
        throw refused;
      }
      return Math.max(MIN_PULL_WAITING, layout.consumer().maxAckPending());
    }
  }

  private void ensureJobs(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    var jobs = layout.jobs();
    var wanted =
        StreamConfiguration.builder()
            .name(jobs.name())
            .description("announcements: which worker is to run which job")
            .subjects(jobs.subjects())
            // We remove what is done, so that the bounds below bound the work that waits. Were it
            // for the server to find out, it would ask every consumer at each acknowledgement.
            .retentionPolicy(RetentionPolicy.Limits)
            .storageType(storage(jobs.inMemory()))
            .replicas(jobs.replicas())
            .maxAge(jobs.maxAge())
            .maxMessages(jobs.maxMessages())
            .maxConsumers(MAX_CONSUMERS)
            // A full stream refuses new jobs; it never drops accepted ones.
            .discardPolicy(DiscardPolicy.New)
            .duplicateWindow(min(DUPLICATE_WINDOW, jobs.maxAge()))
            .allowDirect(true)
            .denyDelete(false)
            .build();
    ensureStream(management, wanted);
  }

  private void ensureDeadLetters(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    var letters = layout.deadLetters();
    ensureStream(
        management,
        StreamConfiguration.builder()
            .name(letters.name())
            .description("deliveries given up, with the reason")
            .subjects(NatsDeadLetters.subjects(layout.jobs().name()))
            .retentionPolicy(RetentionPolicy.Limits)
            .storageType(storage(letters.inMemory()))
            .replicas(letters.replicas())
            .maxAge(letters.maxAge())
            .maxMessages(letters.maxMessages())
            // The newest tell more about what is wrong now.
            .discardPolicy(DiscardPolicy.Old)
            .allowDirect(true)
            .build());
  }

  private static void ensureStream(JetStreamManagement management, StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    updateOrCreate(
        wanted.getName(),
        () -> management.updateStream(wanted),
        () -> management.addStream(wanted));
  }

  /** What the server is asked to do. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException, JetStreamApiException;
  }

  private static void updateOrCreate(String stream, Change update, Change create)
      throws IOException, JetStreamApiException {
    try {
      update.make();
    } catch (JetStreamApiException refused) {
      switch (refused.getApiErrorCode()) {
        case STREAM_NOT_FOUND -> create.make();
        case INVALID_CONFIGURATION -> throw unchangeable(stream, refused);
        default -> throw refused;
      }
    }
  }

  /** We do not remove it ourselves: there may be jobs in it. */
  private static IOException unchangeable(String stream, JetStreamApiException refused) {
    return new IOException(
        "the stream "
            + stream
            + " is there already and cannot become what the configuration says ("
            + refused.getErrorDescription()
            + "); configure it as it is, or remove it and what it holds: nats stream rm "
            + stream,
        refused);
  }

  private static void ensureBucket(
      JetStreamManagement management, Nats.Layout.Bucket bucket, String what)
      throws IOException, JetStreamApiException {
    ensureStream(
        management,
        StreamConfiguration.builder(bucket(bucket, what).build().getBackingConfig())
            // A header would let whoever may write one key empty the whole bucket.
            .allowRollup(false)
            .build());
  }

  private static KeyValueConfiguration.Builder bucket(Nats.Layout.Bucket bucket, String what) {
    return KeyValueConfiguration.builder()
        .name(bucket.name())
        .description(what)
        .ttl(bucket.ttl())
        .maxBucketSize(bucket.maxBytes() == 0 ? -1 : bucket.maxBytes())
        .maxHistoryPerKey(1)
        .storageType(storage(bucket.inMemory()))
        .replicas(bucket.replicas());
  }

  private ConsumerConfiguration.Builder consumer(String name, List<String> filters) {
    var options = layout.consumer();
    return ConsumerConfiguration.builder()
        .durable(name)
        .filterSubjects(filters)
        // A new worker starts at now: it never replays history.
        .deliverPolicy(DeliverPolicy.New)
        .ackPolicy(AckPolicy.Explicit)
        .ackWait(options.ackWait())
        .maxDeliver(options.maxDeliver())
        .maxAckPending(options.maxAckPending())
        // The server wants no more waits than there are attempts.
        .backoff(options.backOff().stream().limit(options.maxDeliver()).toArray(Duration[]::new))
        .replayPolicy(ReplayPolicy.Instant);
  }

  private static JetStreamOptions patient() {
    return JetStreamOptions.builder().requestTimeout(SETUP_TIMEOUT).build();
  }

  private static StorageType storage(boolean inMemory) {
    return inMemory ? StorageType.Memory : StorageType.File;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
