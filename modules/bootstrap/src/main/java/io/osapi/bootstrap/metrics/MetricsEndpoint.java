package io.osapi.bootstrap.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /metrics} for Prometheus, on the JDK's own small server: a worker has no other port.
 */
public final class MetricsEndpoint implements AutoCloseable {
  private static final String PATH = "/metrics";

  /** Scrapers are few; whoever comes on top of these waits in the system's queue. */
  private static final int MAX_CONNECTIONS = 16;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  private final HttpServer server;

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * Answers when it returns.
   *
   * @param port 0 for any free one
   * @throws IOException if it cannot listen there
   */
  public static MetricsEndpoint start(String host, int port, WorkerMetrics metrics)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(host, port), MAX_CONNECTIONS);
    } catch (BindException taken) {
      throw new IOException(
          "cannot listen on "
              + host
              + " port "
              + port
              + " for metrics: it is in use, or not ours to take; change job.worker.metrics",
          taken);
    }
    server.createContext("/", exchange -> answer(exchange, metrics));
    server.setExecutor(bounded());
    server.start();
    return new MetricsEndpoint(server);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, WorkerMetrics metrics) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, NO_BODY);
      } else {
        var accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"));
        var scrape = metrics.scrape(accept.orElse(""));
        exchange.getResponseHeaders().set("Content-Type", scrape.mediaType());
        exchange.sendResponseHeaders(OK, scrape.text().length);
        exchange.getResponseBody().write(scrape.text());
      }
    }
  }

  /** One after another beyond the bound: the caller is the server's own thread. */
  private static Executor bounded() {
    var places = new Semaphore(MAX_CONNECTIONS);
    return task -> {
      places.acquireUninterruptibly();
      Thread.ofVirtual()
          .name("metrics")
          .start(() -> {
            try {
              task.run();
            } finally {
              places.release();
            }
          });
    };
  }
}
