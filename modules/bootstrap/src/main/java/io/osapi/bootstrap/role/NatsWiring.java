package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.ERROR;

import io.osapi.adapters.nats.Nats;
import io.osapi.adapters.nats.enrolment.Enrolment;
import io.osapi.bootstrap.config.Agent;
import io.osapi.bootstrap.config.CertificateFiles;
import io.osapi.bootstrap.config.Job;
import io.osapi.bootstrap.config.NatsClient;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.config.TelemetryStream;
import io.osapi.bootstrap.tls.ClientTls;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.worker.DeviceId;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The configuration in the words of the NATS adapter. */
final class NatsWiring {
  private static final System.Logger LOG = System.getLogger(NatsWiring.class.getName());

  /** The exit code of a process that NATS refuses. */
  private static final int REFUSED = 4;

  /** A worker that was silent for so long is forgotten: its name is "never seen" again. */
  private static final Duration FLEET_MEMORY = Duration.ofDays(7);

  /** Bounds the fleet at well over 100,000 workers of a kilobyte each. */
  private static final long FLEET_BYTES = 256L << 20;

  private static final String FLEET_BUCKET = "workers";

  /** Longer than any token lives, with what clocks may differ. */
  private static final Duration REVOKED_MEMORY = TokenId.MAX_LIFETIME.plusDays(1);

  /** Bounds the list at some 200,000 tokens; one more is refused, none is forgotten. */
  private static final long REVOKED_BYTES = 64L << 20;

  private static final String REVOKED_BUCKET = "revoked-tokens";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Set<String> SECURE = Set.of("tls", "wss");

  /** Where a URL names none. */
  private static final int NATS_PORT = 4222;

  private NatsWiring() {}

  static Nats.Endpoint apiEndpoint(Settings settings) {
    return ownerEndpoint(settings, settings.api().nats(), "api.server.nats.credentials_file");
  }

  /** Emulated workers have no identities of their own: who makes them up has the API's. */
  static Nats.Endpoint emulatorEndpoint(Settings settings) {
    return ownerEndpoint(settings, settings.worker().nats(), "job.worker.nats.credentials_file");
  }

  private static Nats.Endpoint ownerEndpoint(Settings settings, NatsClient client, String key) {
    return endpoint(
        client,
        Nats.Identity.ofApi(
            () ->
                login(client)
                    .or(() ->
                        brokerHere(settings, client)
                            .map(Enrolment::apiSeed)
                            .map(Nats.Login.Key::new)),
            "the API role's seed is api.nk below nats.state_dir on the broker's host, under its port;"
                + " copy it here and name it in "
                + key));
  }

  static Nats.Endpoint workerEndpoint(Settings settings) {
    var client = settings.worker().nats();
    var host = settings.worker().hostname();
    return endpoint(
        client,
        Nats.Identity.ofWorker(
            host,
            () -> login(client).or(() -> enrolWorkerHere(settings)),
            "run 'osapi worker enroll --hostname "
                + host
                + "' on the broker's host and name the file that it writes in"
                + " job.worker.nats.credentials_file"));
  }

  /** What lets the worker in where the broker is this host's; empty where it is another's. */
  static Optional<Nats.Login> enrolWorkerHere(Settings settings) {
    var host = settings.worker().hostname();
    var device = settings.agent().map(Agent::deviceId).orElseGet(() -> DeviceId.of(host));
    return brokerHere(settings, settings.worker().nats())
        .flatMap(broker -> broker.local(host, device))
        .map(Nats.Login.Key::new);
  }

  private static Optional<Nats.Login> login(NatsClient client) {
    return client
        .login()
        .map(login ->
            switch (login) {
              case NatsClient.Login.KeyFile(var file) -> new Nats.Login.Key(file);
              case NatsClient.Login.Token(var token) -> new Nats.Login.Token(token.reveal());
              case NatsClient.Login.Password(var username, var password) ->
                  new Nats.Login.Password(username, password.reveal());
            });
  }

  /**
   * Completes with the exit code of a process that shows what its configuration says, and is
   * refused: only another configuration helps. One that was not told who it is, or was let in once,
   * goes on trying: it may be enrolled at any moment.
   */
  static CompletionStage<Integer> failure(Nats nats, NatsClient client) {
    var failure = new CompletableFuture<Integer>();
    if (client.login().isPresent()) {
      nats.refused()
          .thenAccept(words -> {
            LOG.log(ERROR, "NATS refuses what this process shows ({0}); it ends", words);
            failure.complete(REFUSED);
          });
    }
    return failure;
  }

  /** The broker of this host, if that is the one that is asked for. */
  private static Optional<Enrolment> brokerHere(Settings settings, NatsClient client) {
    return client.servers().stream()
        .filter(server -> LOOPBACK.contains(server.getHost()))
        .findFirst()
        .flatMap(server ->
            Enrolment.meant(
                settings.natsStateDir(), server.getPort() < 0 ? NATS_PORT : server.getPort()));
  }

  private static Nats.Endpoint endpoint(NatsClient client, Nats.Identity identity) {
    return new Nats.Endpoint(
        client.servers().stream().map(URI::toString).toList(),
        client.clientName(),
        identity,
        tls(client));
  }

  private static Optional<Nats.Tls> tls(NatsClient client) {
    boolean isAsked =
        client.caFile().isPresent()
            || client.certificate().isPresent()
            || client.servers().stream().anyMatch(server -> SECURE.contains(server.getScheme()));
    client.certificate().map(CertificateFiles::keyFile).ifPresent(ClientTls::warnIfOpen);
    return isAsked
        ? Optional.of(
            () -> ClientTls.context(client.caFile(), client.certificate(), InstantSource.system()))
        : Optional.empty();
  }

  static Nats.Layout layout(Settings settings) {
    var job = settings.job();
    var stream = job.stream();
    var kv = job.kv();
    boolean kvInMemory = kv.storage() == Job.Storage.MEMORY;
    var consumer = job.consumer();
    return new Nats.Layout(
        new Nats.Layout.Stream(
            job.streamName(),
            job.streamSubjects(),
            stream.maxAge(),
            stream.maxMsgs(),
            stream.storage() == Job.Storage.MEMORY,
            stream.replicas()),
        new Nats.Layout.DeadLetterStream(
            job.streamName() + "-DLQ",
            job.dlq().maxAge(),
            job.dlq().maxMsgs(),
            job.dlq().storage() == Job.Storage.MEMORY,
            job.dlq().replicas()),
        new Nats.Layout.Bucket(job.kvBucket(), kv.ttl(), kv.maxBytes(), kvInMemory, kv.replicas()),
        new Nats.Layout.Bucket(
            job.kvResponseBucket(), kv.ttl(), kv.maxBytes(), kvInMemory, kv.replicas()),
        new Nats.Layout.Bucket(FLEET_BUCKET, FLEET_MEMORY, FLEET_BYTES, kvInMemory, kv.replicas()),
        // On disk whatever the jobs are: a restart of the broker gives no token back.
        new Nats.Layout.Bucket(REVOKED_BUCKET, REVOKED_MEMORY, REVOKED_BYTES, false, kv.replicas()),
        new Nats.Layout.Consumer(
            job.consumerName(),
            consumer.maxDeliver(),
            consumer.ackWait(),
            consumer.maxAckPending(),
            consumer.backOff()),
        new Nats.Layout.Agents(
            settings.agentSubjectPrefix(), telemetry(settings.telemetryStream())));
  }

  private static Nats.Layout.TelemetryStream telemetry(TelemetryStream stream) {
    return new Nats.Layout.TelemetryStream(
        stream.name(),
        stream.maxAge(),
        stream.maxMsgsPerSubject(),
        stream.maxBytes(),
        stream.storage() == Job.Storage.MEMORY,
        stream.replicas());
  }
}
