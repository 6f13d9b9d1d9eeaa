package io.osapi.adapters.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.application.AwaitJob;
import io.osapi.application.CancelJob;
import io.osapi.application.CheckReadiness;
import io.osapi.application.CheckRevocation;
import io.osapi.application.CountJobs;
import io.osapi.application.DeleteJob;
import io.osapi.application.DescribeHealth;
import io.osapi.application.GetJob;
import io.osapi.application.GetWorker;
import io.osapi.application.ListJobs;
import io.osapi.application.ListWorkers;
import io.osapi.application.ReadDeadLetters;
import io.osapi.application.ReadTelemetry;
import io.osapi.application.RequeueDeadLetter;
import io.osapi.application.RetryJob;
import io.osapi.application.RevokeToken;
import io.osapi.application.SubmitJob;
import io.osapi.application.SubmitOnce;
import io.osapi.application.SubmitWatched;
import io.osapi.application.port.Tracing;
import io.osapi.domain.access.Scope;
import io.osapi.domain.operation.Catalogue;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The REST API of osapi, on HTTP/1.1. One virtual thread for each connection; what a request may
 * take of the server is bounded by the limits in the contract of the API.
 */
public final class ApiServer {
  /** Sockets that are open at once; later ones wait in the backlog. */
  private static final int MAX_CONNECTIONS = 1_000;

  /** What the server reads ahead of one body at most: a chunk is read as a whole. */
  private static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

  /** How long requests that are being answered may go on when the server stops. */
  private static final Duration MAX_STOP_TIME = Duration.ofSeconds(5);

  private final Settings settings;
  private final Tracing tracing;
  private final HeldRequests held;
  private final UnreadAnswers unread;
  private final WebServer server;

  /**
   * How the server is reached, and by whose tokens.
   *
   * @param host the address to listen on, or a name of it
   * @param port 0 for any free one
   * @param allowOrigins whose pages browsers may call the API from; none sends no CORS headers
   * @param tls HTTPS with what it says of keys and certificates, asked anew at each handshake; HTTP
   *     without it
   */
  public record Settings(
      String host,
      int port,
      Tokens tokens,
      List<String> allowOrigins,
      RateLimits rateLimits,
      Optional<SSLContext> tls) {

    public Settings {
      allowOrigins = List.copyOf(allowOrigins);
    }
  }

  /**
   * Requests per second that each caller may go on making, by what the route needs; twice as many
   * at once after a pause. 0 for no limit.
   *
   * @param onLoopback whether callers on this host are held to it as well
   */
  public record RateLimits(int read, int write, int admin, boolean onLoopback) {

    Optional<Integer> perSecond(Scope scope) {
      int rate =
          switch (scope) {
            case READ -> read;
            case WRITE -> write;
            case ADMIN -> admin;
          };
      return Optional.of(rate).filter(perSecond -> perSecond > 0);
    }
  }

  /** What the API lets callers do. */
  public record UseCases(
      SubmitJob submitJob,
      SubmitOnce submitOnce,
      SubmitWatched submitWatched,
      GetJob getJob,
      AwaitJob awaitJob,
      ListJobs listJobs,
      CountJobs countJobs,
      RetryJob retryJob,
      CancelJob cancelJob,
      DeleteJob deleteJob,
      ReadDeadLetters readDeadLetters,
      RequeueDeadLetter requeueDeadLetter,
      ListWorkers listWorkers,
      GetWorker getWorker,
      ReadTelemetry readTelemetry,
      CheckReadiness checkReadiness,
      DescribeHealth describeHealth,
      CheckRevocation checkRevocation,
      RevokeToken revokeToken) {}

  /**
   * @param version of osapi, as {@code /api/v1/version} tells it
   * @param metrics what {@code /metrics} tells; requests are added to it
   * @param tracing each request is an activity, below the caller's own where it says so
   */
  public ApiServer(
      Settings settings,
      Catalogue catalogue,
      String version,
      UseCases useCases,
      Metrics metrics,
      Tracing tracing,
      InstantSource clock) {
    this(
        settings,
        catalogue,
        version,
        useCases,
        metrics,
        tracing,
        clock,
        Patience.USUAL,
        Lanes.usual());
  }

  ApiServer(
      Settings settings,
      Catalogue catalogue,
      String version,
      UseCases useCases,
      Metrics metrics,
      Tracing tracing,
      InstantSource clock,
      Patience patience,
      Lanes lanes) {
    this.settings = settings;
    this.tracing = tracing;
    this.held = new HeldRequests();
    this.unread = new UnreadAnswers(patience.answer());
    var routes = Routes.of(catalogue, version, useCases, metrics, held, clock);
    var gate = new Gate(settings.tokens(), useCases.checkRevocation());
    var edge = new Edge(gate, RateLimit.of(settings.rateLimits()), lanes, tracing);
    this.server = server(routes, edge, new Timing(metrics), patience);
  }

  /**
   * Listens when it returns.
   *
   * @throws BindException if the port is in use, or this process may not have it
   * @throws IOException if the address cannot be listened on for another reason
   */
  public void start() throws IOException {
    // Helidon logs that it could not bind, and returns; so we ask first, and look afterwards.
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    }
    server.start();
    if (!server.isRunning()) {
      throw new BindException("the port was taken meanwhile");
    }
    unread.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Takes no more requests; those under way are answered, within five seconds. */
  public void stop() {
    held.release();
    server.stop();
    unread.close();
  }

  private WebServer server(Routes routes, Edge edge, Timing timing, Patience patience) {
    Discovery.turnOff();
    var activity = new RequestActivity(tracing);
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .routing(routing(routes, edge, timing, activity))
        .directHandlers(ErrorAnswers.beforeRouting(activity))
        .maxTcpConnections(MAX_CONNECTIONS)
        .maxPayloadSize(MAX_PAYLOAD_BYTES)
        .connectionOptions(new SocketSettings())
        // Only ours: a protocol that is merely on the path would not be guarded.
        .protocolsDiscoverServices(false)
        .addConnectionSelector(new GuardedHttp(patience, settings.tls(), unread))
        .shutdownGracePeriod(MAX_STOP_TIME)
        // Whoever starts it stops it, in the order that its parts need.
        .shutdownHook(false)
        .build();
  }

  private HttpRouting.Builder routing(
      Routes routes, Edge edge, Timing timing, RequestActivity activity) {
    var cors = new Cors(Set.copyOf(settings.allowOrigins()), routes.all());
    var routing = HttpRouting.builder().addFilter(timing::filter).addFilter(activity::filter);
    if (cors.isOn()) {
      routing.addFilter(cors::filter);
    }
    routes
        .byPath()
        .forEach((path, atPath) -> {
          routing.any(path, Timing.noting(path));
          for (var route : atPath) {
            route.methods().forEach(method -> routing.route(method, path, edge.serve(route)));
          }
          var refusal = Edge.refuseMethod(atPath);
          if (cors.isOn()) {
            routing.options(path, cors.preflight(atPath, refusal));
          }
          routing.any(path, refusal);
        });
    routing.any(Edge::refusePath);
    ErrorAnswers.register(routing);
    return routing;
  }
}
