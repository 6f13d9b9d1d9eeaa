package io.osapi.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** Takes spans by OTLP over HTTP, as an OpenTelemetry collector does; or takes for ever. */
public final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final CountDownLatch release;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /**
   * @param service of the process that sent it
   * @param kind 1 internal, 2 server, 3 client, 4 producer, 5 consumer
   */
  public record Span(
      String service, String traceId, String spanId, String parentId, String name, long kind) {}

  public Collector() {
    this(0);
  }

  private Collector(int answersToHold) {
    release = new CountDownLatch(answersToHold);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /** One that never answers. */
  public static Collector thatHangs() {
    return new Collector(1);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  public Optional<Span> find(String traceId, String name) {
    return spans.stream()
        .filter(span -> span.traceId().equals(traceId) && span.name().equals(name))
        .findFirst();
  }

  @Override
  public void close() {
    release.countDown();
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      release.await();
      boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      var body = exchange.getRequestBody();
      read((isZipped ? new GZIPInputStream(body) : body).readAllBytes());
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The numbers of the fields are those of opentelemetry-proto, trace/v1/trace.proto. */
  private void read(byte[] request) {
    for (var ofResource : new Message(request).messages(1)) {
      var service =
          ofResource.messages(1).stream()
              .flatMap(resource -> resource.messages(1).stream())
              .filter(attribute -> attribute.text(1).equals("service.name"))
              .map(attribute -> attribute.messages(2).getFirst().text(1))
              .findFirst()
              .orElse("");
      for (var ofScope : ofResource.messages(2)) {
        ofScope.messages(2).forEach(span -> spans.add(span(service, span)));
      }
    }
  }

  private static Span span(String service, Message span) {
    return new Span(service, span.hex(1), span.hex(2), span.hex(4), span.text(5), span.number(6));
  }
}
