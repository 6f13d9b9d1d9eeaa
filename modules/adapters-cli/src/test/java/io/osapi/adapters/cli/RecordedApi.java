package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real HTTP server that plays answers as the contract has them, and remembers what was asked. */
final class RecordedApi implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = Collections.synchronizedMap(new HashMap<>());
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /**
   * @param line method, path and query, as they came
   */
  record Asked(
      String line,
      String body,
      Optional<String> authorization,
      Optional<String> prefer,
      Optional<String> traceParent) {}

  private record Answer(int status, String type, String body) {}

  RecordedApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::play);
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Several answers to one line are played one after the other, the last again and again. */
  RecordedApi on(String line, int status, String body) {
    var type = status >= 400 ? "application/problem+json" : "application/json";
    answers.computeIfAbsent(line, _ -> new ArrayDeque<>()).add(new Answer(status, type, body));
    return this;
  }

  List<Asked> asked() {
    return asked;
  }

  Asked last() {
    return asked.getLast();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void play(HttpExchange exchange) throws IOException {
    try (exchange) {
      var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      asked.add(
          new Asked(
              line,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Prefer")),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent"))));
      var answer = next(line);
      var bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.getResponseHeaders().set("X-Request-Id", "req-7");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer next(String line) {
    var queue = answers.get(line);
    if (queue == null) {
      return new Answer(500, "text/plain", "no answer is recorded for " + line);
    }
    synchronized (queue) {
      return queue.size() > 1 ? queue.removeFirst() : queue.getFirst();
    }
  }
}
