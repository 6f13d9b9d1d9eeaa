package io.osapi.adapters.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Config;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.application.AwaitJob;
import io.osapi.application.CheckReadiness;
import io.osapi.application.GetJob;
import io.osapi.application.ListWorkers;
import io.osapi.application.SubmitJob;
import io.osapi.domain.operation.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The REST API of osapi, on HTTP/1.1. One virtual thread for each connection; what a request may
 * take of the server is bounded by the limits in the contract of the API.
 */
public final class ApiServer {
  /** Sockets that are open at once; later ones wait in the backlog. */
  private static final int MAX_CONNECTIONS = 1_000;

  private static final int MAX_HEADERS_BYTES = 16 * 1024;
  private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

  /**
   * What one request may send before the connection is cut off. Far above the limit of a body, so
   * that a caller is first asked who it is, and then told what the limit is.
   */
  static final int MAX_REQUEST_BYTES = 17 * 1024 * 1024;

  /** What the server reads ahead of one body at most: a chunk is read as a whole. */
  private static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

  /** How long requests that are being answered may go on when the server stops. */
  private static final Duration MAX_STOP_TIME = Duration.ofSeconds(5);

  private final Settings settings;
  private final HeldRequests held;
  private final WebServer server;

  /**
   * How the server is reached, and by whose tokens.
   *
   * @param host the address to listen on, or a name of it
   * @param port 0 for any free one
   */
  public record Settings(String host, int port, Tokens tokens) {}

  /** What the API lets callers do. */
  public record UseCases(
      SubmitJob submitJob,
      GetJob getJob,
      AwaitJob awaitJob,
      ListWorkers listWorkers,
      CheckReadiness checkReadiness) {}

  /**
   * @param version of osapi, as {@code /api/v1/version} tells it
   */
  public ApiServer(
      Settings settings,
      Catalogue catalogue,
      String version,
      UseCases useCases,
      InstantSource clock) {
    this(settings, catalogue, version, useCases, clock, Patience.USUAL);
  }

  ApiServer(
      Settings settings,
      Catalogue catalogue,
      String version,
      UseCases useCases,
      InstantSource clock,
      Patience patience) {
    this.settings = settings;
    this.held = new HeldRequests(useCases.awaitJob(), useCases.getJob());
    var routes = Routes.of(catalogue, version, useCases, held, clock);
    this.server = server(routes, patience);
  }

  /**
   * Listens when it returns.
   *
   * @throws BindException if the port is in use, or this process may not have it
   */
  public void start() throws BindException {
    requireFreePort();
    server.start();
    if (!server.isRunning()) {
      // Somebody took it in the moment between; the server has logged it.
      throw new BindException("could not listen on " + settings.host() + ":" + settings.port());
    }
  }

  /** Asked beforehand, because the server itself logs a failed start and does not throw. */
  private void requireFreePort() throws BindException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (BindException cannotBind) {
      throw cannotBind;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Takes no more requests; those under way are answered, within five seconds. */
  public void stop() {
    held.release();
    server.stop();
  }

  private WebServer server(Routes routes, Patience patience) {
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .routing(routing(routes, patience))
        .directHandlers(ErrorAnswers.beforeRouting())
        .maxTcpConnections(MAX_CONNECTIONS)
        .maxPayloadSize(MAX_PAYLOAD_BYTES)
        .connectionOptions(
            SocketOptions.builder()
                .readTimeout(patience.silence())
                // Answers are written at once and whole: nothing would be gained by holding them.
                .tcpNoDelay(true)
                .build())
        .addProtocol(http1(patience))
        .shutdownGracePeriod(MAX_STOP_TIME)
        // Whoever starts it stops it, in the order that its parts need.
        .shutdownHook(false)
        .build();
  }

  private static Http1Config http1(Patience patience) {
    var head = new RequestHeadGuard(patience.head());
    return Http1Config.builder()
        .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
        .maxHeadersSize(MAX_HEADERS_BYTES)
        .validateRequestHeaders(true)
        .validateResponseHeaders(true)
        .addReceiveListener(head.receiving())
        .addSendListener(head.sending())
        // They would write tokens into the log.
        .receiveLog(false)
        .sendLog(false)
        .build();
  }

  private HttpRouting.Builder routing(Routes routes, Patience patience) {
    var edge = new Edge(new Gate(settings.tokens()), new RequestBody(patience.body()));
    var routing = HttpRouting.builder().addFilter(ApiServer::correlate);
    routes
        .byPath()
        .forEach((path, atPath) -> {
          for (var route : atPath) {
            route.methods().forEach(method -> routing.route(method, path, edge.serve(route)));
          }
          routing.any(path, Edge.refuseMethod(atPath));
        });
    routing.any(Edge::refusePath);
    ErrorAnswers.register(routing);
    return routing;
  }

  /** First of all, so that whatever becomes of a request can be found by its id. */
  private static void correlate(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var correlation = Correlation.of(request.headers());
    request.context().register(correlation);
    response.header(Correlation.REQUEST_ID, correlation.requestId());
    StandardHeaders.ALL.forEach(response::header);
    chain.proceed();
  }
}
