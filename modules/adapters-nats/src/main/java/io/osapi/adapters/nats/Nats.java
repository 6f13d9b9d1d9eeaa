package io.osapi.adapters.nats;

import io.nats.client.support.NatsJetStreamClientError;
import io.osapi.adapters.nats.access.Access;
import io.osapi.adapters.nats.enrolment.Enrolment;
import io.osapi.adapters.nats.key.NKey;
import io.osapi.application.port.Broker;
import io.osapi.application.port.Cancellations;
import io.osapi.application.port.Claims;
import io.osapi.application.port.CommandIntake;
import io.osapi.application.port.DeadLetters;
import io.osapi.application.port.Dispatch;
import io.osapi.application.port.EdgeConnection;
import io.osapi.application.port.Fleet;
import io.osapi.application.port.Heartbeats;
import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobReports;
import io.osapi.application.port.JobStore;
import io.osapi.application.port.RevokedTokens;
import io.osapi.application.port.StoreProbe;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.TelemetryStore;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.WorkQueue;
import io.osapi.application.projection.JobProjection;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * One process's connection to NATS and the ports on top of it.
 *
 * <p>Opening returns at once: the connection is made in the background, is tried for ever, and
 * every port says {@code UNAVAILABLE} until it is there.
 */
public final class Nats implements AutoCloseable {
  private final Link link;
  private final Tracing tracing;

  private Nats(Link link, Tracing tracing) {
    this.link = link;
    this.tracing = tracing;
  }

  /**
   * Where the server is and who we are.
   *
   * @param urls {@code nats://host:port}, one or more of a cluster
   * @param clientName what the server's monitoring calls this connection
   * @param tls encrypts the connection, and makes sure whose server it is
   */
  public record Endpoint(
      List<String> urls, String clientName, Identity identity, Optional<Tls> tls) {

    /** With credentials that let their owner hear every inbox, or for a server that asks nobody. */
    public Endpoint(List<String> urls, String clientName, Optional<Path> credentialsFile) {
      this(
          urls,
          clientName,
          new Identity("_INBOX", () -> credentialsFile.map(Login.Key::new), "see them"),
          Optional.empty());
    }
  }

  /**
   * Who a process is to the broker.
   *
   * @param inbox begins the subjects that answers to it come on
   * @param login asked at every connect: a file that is not there yet may be by then
   * @param advice what to do when the broker refuses it, for the log
   */
  public record Identity(String inbox, Supplier<Optional<Login>> login, String advice) {

    public static Identity ofApi(Supplier<Optional<Login>> login, String advice) {
      return new Identity(Rights.API_INBOX, login, advice);
    }

    public static Identity ofWorker(HostName host, Supplier<Optional<Login>> login, String advice) {
      return new Identity(Rights.inboxOf(host), login, advice);
    }
  }

  /** What a process shows a broker that asks who it is. */
  public sealed interface Login {

    /**
     * A key of ours, and before it in the file an operator's JWT where the broker wants one. Read
     * at every connect, so that a renewed file takes effect at the next one.
     */
    record Key(Path file) implements Login {}

    /** A secret that all share. */
    record Token(String token) implements Login {
      @Override
      public String toString() {
        return "a token";
      }
    }

    record Password(String username, String password) implements Login {
      @Override
      public String toString() {
        return "the password of " + username;
      }
    }
  }

  /** Asked at every connect: certificates may have been renewed since the last. */
  @FunctionalInterface
  public interface Tls {
    /**
     * Whom we trust, and who we are. It must compare the name that the server was called by with
     * its certificate: the client library does not.
     *
     * @throws IOException with a sentence for people, if there is none now; asked again later
     */
    SSLContext context() throws IOException;
  }

  /**
   * Names and bounds of what we keep in JetStream; {@code docs/reference/configuration.md} has the
   * keys ({@code job.*}) and defaults.
   *
   * @param announceBackOff how long a delivery waits before its next attempt, attempt by attempt
   */
  public record Layout(
      Stream jobs,
      DeadLetterStream deadLetters,
      Bucket queue,
      Bucket responses,
      Bucket workers,
      Bucket revokedTokens,
      Consumer consumer,
      Agents agents) {

    /** Every bucket. */
    List<Bucket> buckets() {
      return List.of(queue, responses, workers, revokedTokens);
    }

    /** Every stream of jobs and tokens, those that are buckets among them. */
    List<String> streams() {
      return java.util.stream.Stream.concat(
              java.util.stream.Stream.of(jobs.name(), deadLetters.name()),
              buckets().stream().map(KeyBucket::stream))
          .toList();
    }

    /** A stream of announcements; a full one refuses new jobs and never drops accepted ones. */
    public record Stream(
        String name,
        String subjects,
        Duration maxAge,
        long maxMessages,
        boolean inMemory,
        int replicas) {}

    /** A stream of deliveries given up; a full one drops the oldest. */
    public record DeadLetterStream(
        String name, Duration maxAge, long maxMessages, boolean inMemory, int replicas) {}

    /** A KV bucket; 0 bytes means no bound. */
    public record Bucket(String name, Duration ttl, long maxBytes, boolean inMemory, int replicas) {

      public Bucket {
        // To NATS, 0 is "for ever"; here what is kept for ever would have no bound.
        if (!ttl.isPositive()) {
          throw new IllegalArgumentException(
              "what is in " + name + " must have an age, not " + ttl);
        }
      }
    }

    /**
     * The edge side of workers.
     *
     * @param prefix begins their subjects
     * @param telemetry keeps what they publish
     */
    public record Agents(String prefix, TelemetryStream telemetry) {
      AgentSubjects subjects() {
        return new AgentSubjects(prefix);
      }
    }

    /**
     * A stream of telemetry; a full one drops the oldest.
     *
     * @param maxMessagesPerSubject of each type of each device
     */
    public record TelemetryStream(
        String name,
        Duration maxAge,
        long maxMessagesPerSubject,
        long maxBytes,
        boolean inMemory,
        int replicas) {}

    /** What worker consumers have in common. */
    public record Consumer(
        String name, int maxDeliver, Duration ackWait, int maxAckPending, List<Duration> backOff) {}
  }

  /** The ports of an API process. */
  public record ApiSide(
      JobStore store,
      JobFeed feed,
      JobIndex index,
      Claims claims,
      Dispatch dispatch,
      DeadLetters deadLetters,
      Fleet fleet,
      RevokedTokens revokedTokens,
      TelemetryStore telemetry,
      StoreProbe probe,
      Broker broker) {}

  /** The ports of a worker's edge side. */
  public record EdgeSide(CommandIntake commands, EdgeConnection connection) {}

  /** The ports of a worker process. */
  public record WorkerSide(
      JobReports reports, WorkQueue queue, Cancellations cancellations, Heartbeats heartbeats) {}

  /** What everybody may do at the broker. */
  public static Access access(Layout layout, Enrolment.Known known) {
    return new Rights(layout).access(known);
  }

  /**
   * Does, beside whatever its caller does next, what the first connection would wait for: the JVM
   * takes tens of milliseconds for the first signature and for the client's list of errors.
   */
  public static void prepare() {
    Thread.ofPlatform()
        .daemon()
        .name("nats-prepare")
        .start(() -> {
          NKey.prepare();
          Objects.requireNonNull(NatsJetStreamClientError.JsSubFcHbNotValidPull);
        });
  }

  /**
   * @param tracing jobs carry their traces from the API side to the worker side
   */
  public static Nats open(Endpoint endpoint, Tracing tracing) {
    return new Nats(Link.open(endpoint), tracing);
  }

  /**
   * Creates what is missing in JetStream as soon as the server is there, and again after a restart.
   */
  public ApiSide apiSide(Layout layout, Catalogue catalogue, InstantSource clock) {
    var topology = new Topology(link, layout);
    var codec = new Codec(catalogue);
    var queue = new KeyBucket(link, layout.queue());
    var responses = new KeyBucket(link, layout.responses());
    var store = new NatsJobStore(link, queue, responses, codec, tracing);
    var feed = new NatsJobFeed();
    var remover = new Remover(link, layout);
    var announced = new Announced(remover::removeSoon);
    var projection = new JobProjection(layout.queue().ttl());
    var index = new NatsJobIndex(projection, store, clock, announced);
    var follower = new JobFollower(queue, responses, codec, List.of(feed, index, announced));
    var sweep = new Sweep(link, layout, follower, new Remnants(index, store), remover, clock);
    var fleet = new NatsFleet(layout, topology, clock);
    var letters = new NatsDeadLetters(link, layout, queue, codec);
    var revoked = new NatsRevokedTokens(new KeyBucket(link, layout.revokedTokens()), clock);
    var undeliverable = new UndeliverableJobs(layout, letters, store, clock);
    link.onConnect(_ -> announced.begin());
    link.onConnect(topology::ensure);
    // Before the fleet, which may be large: no request is served until it was read once.
    link.onConnect(revoked::subscribe);
    link.onConnect(fleet::subscribe);
    link.onConnect(follower::subscribe);
    link.onConnect(undeliverable::subscribe);
    link.onConnect(new Verdicts(layout, store, clock)::subscribe);
    link.onConnect(_ -> sweep.begin());
    link.onConnect(new BesideOthers(link, "the stream of telemetry", topology::ensureTelemetry));
    return new ApiSide(
        store,
        feed,
        new OwnWritesFirst(index, follower),
        new NatsClaims(link, queue),
        new NatsDispatch(link, layout, queue, codec, announced, tracing),
        letters,
        fleet,
        revoked,
        new NatsTelemetryStore(link, layout.agents()),
        new NatsStoreProbe(link, queue, fleet, follower, revoked),
        new NatsBroker(link, layout));
  }

  /** Takes what the API side has created for {@code me}; waits where it is not there yet. */
  public WorkerSide workerSide(Layout layout, Catalogue catalogue, HostName me) {
    var codec = new Codec(catalogue);
    var queue = new KeyBucket(link, layout.queue());
    var responses = new KeyBucket(link, layout.responses());
    var cancellations = new NatsCancellations(link, queue);
    link.onConnect(cancellations::subscribe);
    var reports =
        new NatsJobReports(
            link,
            new EventWriter(queue, responses, codec),
            Verdicts.subject(layout, Keys.token(me)));
    return new WorkerSide(
        reports,
        new NatsWorkQueue(link, layout, codec, reports, cancellations, tracing),
        cancellations,
        new NatsHeartbeats(link, layout, cancellations));
  }

  /** What an edge worker tells by itself goes there. */
  public TelemetryOutlet telemetry(Layout layout, DeviceId me) {
    return new NatsTelemetryOutlet(link, layout.agents(), me);
  }

  /**
   * What an edge worker has beside the ports of a worker.
   *
   * @param version of osapi
   */
  public EdgeSide edgeSide(Layout layout, DeviceId device, String version) {
    var subjects = new AgentSubjects(layout.agents().prefix());
    return new EdgeSide(
        new NatsCommands(link, subjects, device, version, tracing), new NatsEdgeConnection(link));
  }

  /** Starts connecting: what happens on connect has been registered by now. */
  public void connect() {
    link.connect();
  }

  /**
   * Completes with the broker's words if it refuses the login that it is shown for some seconds,
   * and has never let us in. Whoever was let in once is let in again when he is known again.
   */
  public CompletionStage<String> refused() {
    return link.refused();
  }

  @Override
  public void close() {
    link.close();
  }
}
