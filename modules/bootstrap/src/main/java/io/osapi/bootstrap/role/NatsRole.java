package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.adapters.nats.Nats;
import io.osapi.adapters.nats.access.Access;
import io.osapi.adapters.nats.enrolment.Enrolment;
import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.config.SyncInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A real nats-server with JetStream, supervised: its exit is ours. It is restarted in one case
 * only: its disk was full, and has space again. It lets in the API role and the workers that are
 * enrolled, and nobody else.
 */
public final class NatsRole implements RunningRole {
  private static final System.Logger LOG = System.getLogger(NatsRole.class.getName());

  /** Between two looks at a disk that was full. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * A restart rewrites what nats-server keeps beside its messages. Without space for that, it is
   * better off running: it still answers reads.
   */
  private static final long SPACE_BYTES = 16L << 20;

  private final NatsServer.Settings settings;
  private final Settings configuration;
  private final Enrolment enrolment;
  private final CompletableFuture<Integer> failure = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile NatsServer server;
  private volatile Optional<Doorkeeper> doorkeeper = Optional.empty();

  private NatsRole(NatsServer.Settings settings, Settings configuration, Enrolment enrolment) {
    this.settings = settings;
    this.configuration = configuration;
    this.enrolment = enrolment;
  }

  /**
   * @throws NatsServer.StartException if it cannot start; the message says why and what to do
   */
  public static NatsRole start(Settings settings) {
    return start(settings, prepared(settings));
  }

  /**
   * The same, with the worker of this configuration known from the beginning: it is let in at its
   * first knock, where otherwise it would be refused, and wait.
   */
  static NatsRole startKnowingWorkerHere(Settings settings) {
    var enrolment = prepared(settings);
    NatsWiring.enrolWorkerHere(settings);
    return start(settings, enrolment);
  }

  private static Enrolment prepared(Settings settings) {
    var enrolment = Enrolment.of(settings.natsStateDir(), settings.nats().port());
    enrolment.prepare();
    return enrolment;
  }

  private static NatsRole start(Settings settings, Enrolment enrolment) {
    var role = new NatsRole(serverSettings(settings.nats()), settings, enrolment);
    role.startServer();
    Thread.ofVirtual().name("nats-store-watch").start(role::watchStore);
    return role;
  }

  /** Who may do what: the broker lets in these and nobody else. */
  public static Access access(Settings settings, Enrolment.Known known) {
    return Nats.access(NatsWiring.layout(settings), known);
  }

  /**
   * 1, whatever the server's code was: a Go program that panics ends with 2, which of us would mean
   * a configuration that no restart mends.
   */
  @Override
  public CompletionStage<Integer> failure() {
    return failure.copy();
  }

  @Override
  public Condition condition() {
    var running = server;
    return running.answers()
        ? new Condition.Works("nats-server at " + running.url())
        : new Condition.Hangs("nats-server at " + running.url() + " does not answer");
  }

  @Override
  public void close() {
    closed.countDown();
    closeServer();
  }

  private void closeServer() {
    doorkeeper.ifPresent(Doorkeeper::close);
    server.close();
  }

  private void startServer() {
    var known = enrolment.known();
    var started = NatsServer.start(settings.withAccess(access(configuration, known)));
    server = started;
    doorkeeper =
        Optional.of(
            Doorkeeper.start(
                enrolment, known, changed -> started.admit(access(configuration, changed))));
    started
        .onExit()
        .thenAccept(exit -> {
          if (!exit.asked()) {
            LOG.log(ERROR, "nats-server ended by itself, with code {0}", exit.code());
            failure.complete(1);
          }
        });
    LOG.log(
        INFO,
        "nats-server listens on {0}, store {1}, {2} workers enrolled in {3}",
        started.url(),
        settings.storeDir(),
        known.workers().size(),
        enrolment.directory());
  }

  private void watchStore() {
    try {
      while (!closed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
        if (server.storeIsStuck() && hasSpace()) {
          LOG.log(WARNING, "the disk of nats-server was full and has space again; restarting it");
          closeServer();
          startServer();
        }
      }
      // Whoever closed us may have seen the one before.
      closeServer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | NatsServer.StartException failed) {
      LOG.log(ERROR, "nats-server cannot be restarted: " + failed.getMessage());
      failure.complete(1);
    }
  }

  private boolean hasSpace() throws IOException {
    return Files.getFileStore(settings.storeDir()).getUsableSpace() >= SPACE_BYTES;
  }

  private static NatsServer.Settings serverSettings(io.osapi.bootstrap.config.NatsServer settings) {
    var defaults = NatsServer.Settings.at(settings.storeDir());
    return new NatsServer.Settings(
        settings.binary(),
        settings.host(),
        settings.port(),
        settings.storeDir(),
        sync(settings.syncInterval()),
        defaults.maxStoreBytes(),
        defaults.serverName(),
        defaults.readyWithin(),
        defaults.stopWithin(),
        Optional.empty(),
        settings
            .tls()
            .map(
                files -> new NatsServer.Tls(files.certFile(), files.keyFile(), settings.caFile())));
  }

  private static NatsServer.Sync sync(SyncInterval interval) {
    return switch (interval) {
      case SyncInterval.Always _ -> new NatsServer.Sync.Always();
      case SyncInterval.Every(var time) -> new NatsServer.Sync.Every(time);
    };
  }
}
