package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Options;
import io.osapi.application.port.Broker;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The connection: made in the background, tried for ever, and told about when it is back. */
final class Link implements AutoCloseable {
  /** JetStream answers in under a millisecond; a second of silence is an outage to the caller. */
  static final Duration REQUEST_TIMEOUT = Duration.ofMillis(900);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** A dead peer is noticed after three of these without an answer. */
  private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

  /**
   * A restarted server is back within a tenth of a second, so the first tries come fast. The last
   * bounds the wait after a long outage; a fleet of 10,000 is then back at 5,000 a second.
   */
  private static final Growth RETRY = new Growth(Duration.ofMillis(100), Duration.ofSeconds(2));

  /** Between two lines that say the same. */
  static final Duration REMINDER = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(Link.class.getName());

  private final Nats.Endpoint endpoint;
  private final List<ConnectAction> actions = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean saidLost = new AtomicBoolean();
  private final ErrorLog errorLog = new ErrorLog();
  private volatile Connection connection;
  private final CompletableFuture<String> refused = new CompletableFuture<>();

  /** The connection that is to be replaced when it ends. */
  private final AtomicReference<Connection> watched = new AtomicReference<>();

  private Link(Nats.Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** What is done whenever the server is there again. */
  @FunctionalInterface
  interface ConnectAction {
    void onConnect(Connection connection) throws Exception;
  }

  static Link open(Nats.Endpoint endpoint) {
    return new Link(endpoint);
  }

  /** Runs on every connect and reconnect, in the order of registration, on one thread at a time. */
  void onConnect(ConnectAction action) {
    actions.add(action);
  }

  /** See {@link Nats#refused}. */
  CompletionStage<String> refused() {
    return refused.copy();
  }

  void connect() {
    Thread.ofVirtual().name("nats-connect").start(this::connectForEver);
  }

  /**
   * The live connection.
   *
   * @throws ProblemException {@code UNAVAILABLE} at once when there is none
   */
  Connection live() {
    var current = connection;
    if (current == null || current.getStatus() != Connection.Status.CONNECTED) {
      throw new ProblemException(Problem.UNAVAILABLE);
    }
    return current;
  }

  boolean isConnected() {
    var current = connection;
    return current != null && current.getStatus() == Connection.Status.CONNECTED;
  }

  /** The connection, whether it is up or not; empty before the first. */
  Optional<Connection> current() {
    return Optional.ofNullable(connection);
  }

  /** What the server has refused on this connection, in its words; each once. */
  List<String> refusals() {
    return errorLog.violations();
  }

  /** How the connection is now, for people. */
  Broker.Connection connection() {
    var current = connection;
    if (current == null) {
      return new Broker.Connection(down(), 0);
    }
    var url = current.getConnectedUrl();
    var state =
        current.getStatus() == Connection.Status.CONNECTED && url != null
            ? new Broker.Up(url, current.getServerInfo().getVersion())
            : down();
    return new Broker.Connection(state, current.getStatistics().getReconnects());
  }

  private Broker.Down down() {
    return new Broker.Down(fault());
  }

  /** What is wrong while there is no connection. */
  String fault() {
    return "no connection to NATS at " + urls();
  }

  String urls() {
    return String.join(", ", endpoint.urls());
  }

  /** Waits that long; true if the link was closed meanwhile. */
  boolean pause(Duration time) throws InterruptedException {
    return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    var current = connection;
    if (current != null) {
      try {
        current.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void connectForEver() {
    var reminder = new Reminder(REMINDER);
    var refusalReminder = new Reminder(REMINDER);
    var refusals = new Refusals(System::nanoTime);
    for (long attempt = 1; !isClosed(); attempt++) {
      try {
        var made = io.nats.client.Nats.connect(options());
        if (isClosed()) {
          made.close();
        }
        connection = made;
        watched.set(made);
        if (!mustReplace(made)) {
          runActions(made);
          return;
        }
      } catch (AuthenticationException refusal) {
        // Of the refusals of a minute none but the first says more.
        if (refusalReminder.isDue()) {
          sayRefused(refusal);
        }
        // One that was connected once has work to finish, and may become known again.
        if (refusals.last() && connection == null) {
          refused.complete(refusal.getMessage());
        }
        if (pauseBefore(attempt)) {
          return;
        }
      } catch (IOException unreachable) {
        refusals.forget();
        if (reminder.isDue()) {
          LOG.log(WARNING, "waiting for NATS at {0}: {1}", urls(), unreachable.getMessage());
        }
        if (pauseBefore(attempt)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void sayRefused(AuthenticationException refusal) {
    LOG.log(
        WARNING,
        "NATS at {0} does not know us ({1}): {2}",
        urls(),
        refusal.getMessage(),
        endpoint.identity().advice());
  }

  /** True once for a connection that has ended without our asking, whoever notices first. */
  private boolean mustReplace(Connection made) {
    return made.getStatus() == Connection.Status.CLOSED
        && !isClosed()
        && watched.compareAndSet(made, null);
  }

  private boolean pauseBefore(long attempt) {
    try {
      return pause(RETRY.after(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** What a connection is made with. */
  Options options() throws IOException {
    var options = new Options.Builder();
    var login = login();
    if (login.isPresent()) {
      show(login.get(), options);
    }
    if (endpoint.tls().isPresent()) {
      var tls = endpoint.tls().get();
      // What is wrong with it now is told here in its own words; the client would have others.
      tls.context();
      options.sslContext(new RenewedTls(tls));
      // The other ways put an address in the place of the name before the two are compared.
      options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
    }
    return options
        .servers(endpoint.urls().toArray(String[]::new))
        .connectionName(endpoint.clientName())
        .inboxPrefix(endpoint.identity().inbox())
        .connectionTimeout(CONNECT_TIMEOUT)
        .pingInterval(PING_INTERVAL)
        .maxPingsOut(2)
        .maxReconnects(-1)
        .reconnectDelayHandler(RETRY::after)
        // Threads that only wait for messages: each worker has two, and a process may have many
        // workers.
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        // Nothing is sent late: who could not send now is told now, and decides again later.
        .reconnectBufferSize(0)
        .connectionListener(this::connectionEvent)
        .errorListener(errorLog)
        .build();
  }

  private Optional<Nats.Login> login() throws IOException {
    try {
      return endpoint.identity().login().get();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static void show(Nats.Login login, Options.Builder options) throws IOException {
    switch (login) {
      case Nats.Login.Key(var file) -> options.authHandler(Credentials.in(file));
      case Nats.Login.Token(var token) -> options.token(token.toCharArray());
      case Nats.Login.Password(var username, var password) ->
          options.userInfo(username.toCharArray(), password.toCharArray());
    }
  }

  private void connectionEvent(Connection source, Events event) {
    switch (event) {
      case CONNECTED -> {
        saidLost.set(false);
        LOG.log(INFO, "connected to NATS at {0}", source.getConnectedUrl());
      }
      case CLOSED -> {
        // The client gives up where the server has refused it twice: its identity was taken back,
        // and may be given anew.
        if (mustReplace(source)) {
          connect();
        }
      }
      case DISCONNECTED -> {
        // The client says so after each failed try as well.
        if (source == connection && !isClosed() && !saidLost.getAndSet(true)) {
          LOG.log(WARNING, "lost the connection to NATS at {0}; trying again", urls());
        }
      }
      case RECONNECTED -> {
        saidLost.set(false);
        errorLog.forget();
        LOG.log(INFO, "connected to NATS again at {0}", source.getConnectedUrl());
        // Not on the client's own callback thread: the actions ask the server and wait.
        Thread.ofVirtual().name("nats-reconnected").start(() -> runActions(source));
      }
      default -> LOG.log(DEBUG, "NATS connection: {0}", event);
    }
  }

  private synchronized void runActions(Connection current) {
    for (var action : actions) {
      runUntilDone(action, current);
    }
  }

  /** A server that has just started may not have its streams ready: tried until it has. */
  private void runUntilDone(ConnectAction action, Connection current) {
    var reminder = new Reminder(REMINDER);
    for (long attempt = 1;
        !isClosed() && current.getStatus() == Connection.Status.CONNECTED;
        attempt++) {
      try {
        action.onConnect(current);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Exception failed) {
        if (reminder.isDue()) {
          LOG.log(WARNING, "NATS at {0} is not usable yet: {1}", urls(), failed.getMessage());
        }
        if (pauseBefore(attempt)) {
          return;
        }
      }
    }
  }
}
