package io.osapi.adapters.nats;

import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import io.osapi.adapters.nats.enrolment.Enrolment;
import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Tracing;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A broker that asks who connects, and sides that have their credentials. */
final class GuardedSystem implements AutoCloseable {
  final Nats.Layout layout = TestSystem.layout("t");
  final Enrolment enrolment;
  NatsServer server;
  private final List<Nats> connections = new java.util.ArrayList<>();

  GuardedSystem(Path directory, HostName... workers) {
    this(NatsServer.Settings.at(directory.resolve("nats")).withPort(0), directory, workers);
  }

  GuardedSystem(NatsServer.Settings settings, Path directory, HostName... workers) {
    enrolment = Enrolment.of(directory.resolve("broker"), 4222);
    enrolment.prepare();
    List.of(workers).forEach(enrolment::local);
    server = NatsServer.start(settings.withAccess(access()));
  }

  /** Ends the server, and starts one with other settings in its place. */
  void replaceServer(NatsServer.Settings settings) {
    server.close();
    server = NatsServer.start(settings.withPort(server.port()).withAccess(access()));
  }

  private io.osapi.adapters.nats.access.Access access() {
    return Nats.access(layout, enrolment.known());
  }

  /** Whoever is enrolled now may come in, others are out. */
  void admit() {
    server.admit(access());
  }

  Nats.ApiSide api() {
    return api(Optional.empty());
  }

  Nats.ApiSide api(Optional<Nats.Tls> tls) {
    var nats =
        open(
            Nats.Identity.ofApi(
                () -> Optional.of(new Nats.Login.Key(enrolment.apiSeed())), "no advice"),
            tls);
    var side = nats.apiSide(layout, Samples.CATALOGUE, InstantSource.system());
    nats.connect();
    await().atMost(Duration.ofSeconds(30)).until(() -> side.probe().fault().isEmpty());
    return side;
  }

  /** Connects once {@link Nats#connect} is called. */
  Nats worker(HostName host, Path credentials) {
    return open(
        Nats.Identity.ofWorker(
            host, () -> Optional.of(new Nats.Login.Key(credentials)), "no advice"),
        Optional.empty());
  }

  private Nats open(Nats.Identity identity, Optional<Nats.Tls> tls) {
    var nats =
        Nats.open(new Nats.Endpoint(List.of(server.url()), "test", identity, tls), Tracing.NONE);
    connections.add(nats);
    return nats;
  }

  /** A connection without any of our manners. */
  Connection raw(Path credentials, String inbox, Queue<String> refusals)
      throws IOException, InterruptedException {
    return io.nats.client.Nats.connect(
        new Options.Builder()
            .server(server.url())
            .authHandler(Credentials.in(credentials))
            .inboxPrefix(inbox)
            .maxReconnects(0)
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void errorOccurred(Connection source, String error) {
                    refusals.add(error);
                  }
                })
            .build());
  }

  @Override
  public void close() {
    connections.forEach(Nats::close);
    server.close();
  }

  /** How many lie in the stream of jobs. */
  long announcements() throws Exception {
    var onlooker = raw(enrolment.apiSeed(), Rights.API_INBOX, new ConcurrentLinkedQueue<>());
    long messages =
        onlooker.jetStreamManagement().getStreamInfo("t-JOBS").getStreamState().getMsgCount();
    onlooker.close();
    return messages;
  }
}
