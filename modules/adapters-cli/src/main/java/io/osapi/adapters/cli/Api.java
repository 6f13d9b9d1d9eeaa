package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** The REST API as the command line sees it. Made when a command first needs it. */
final class Api implements AutoCloseable {
  /** What stands in an answer that has nothing to say. */
  private static final Set<String> NOTHING = Set.of("", "{}");

  static final String BASE = "/api/v1";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** For an answer that waits for nothing but the server. */
  static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

  /** 1,000 jobs with their results; an answer that is longer is not one of ours. */
  private static final long MAX_ANSWER_BYTES = 256L * 1024 * 1024;

  private final Cli.ClientSettings settings;
  private final Cli.Trace trace;
  private final HttpClient client;

  /**
   * @param plain a client without TLS that is being made, which is used if the URL needs no other
   */
  Api(Cli.ClientSettings settings, Cli.Trace trace, Future<HttpClient> plain) {
    this.settings = settings;
    this.trace = trace;
    this.client = client(settings, plain);
    var token = settings.bearerToken();
    // Checked here, because the client's own message would show it.
    if (token.isPresent() && !token.get().matches("[\\x21-\\x7e]+")) {
      throw new Cli.Refused(
          Exit.USAGE,
          List.of(
              "The token in api.client.security.bearer_token has blanks or characters that no token"
                  + " has."));
    }
  }

  /** Begins to make one: it takes a while, in which the configuration can be read. */
  static Future<HttpClient> plainClient() {
    var client = new FutureTask<>(() -> client(new NoTls()));
    Thread.ofPlatform().daemon().name("http").start(client);
    return client;
  }

  private static HttpClient client(Cli.ClientSettings settings, Future<HttpClient> plain) {
    if (!"http".equals(settings.url().getScheme())) {
      return client(settings.tls().get());
    }
    try {
      return plain.get();
    } catch (InterruptedException interrupted) {
      throw new Cli.Refused(Exit.INTERRUPTED, List.of("Interrupted."), interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("there is no HTTP client", failed.getCause());
    }
  }

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        // A redirect would take the token elsewhere.
        .followRedirects(HttpClient.Redirect.NEVER)
        .sslContext(tls)
        .build();
  }

  /**
   * @param path below the server's root, encoded
   * @param patience how long the answer may take
   */
  record Request(
      String method,
      String path,
      Map<String, String> query,
      Optional<Map<String, ?>> body,
      Map<String, String> headers,
      Duration patience) {

    static Request get(String path) {
      return new Request("GET", path, Map.of(), Optional.empty(), Map.of(), USUAL_PATIENCE);
    }

    static Request of(String method, String path) {
      return new Request(method, path, Map.of(), Optional.empty(), Map.of(), USUAL_PATIENCE);
    }

    Request query(Map<String, String> other) {
      return new Request(method, path, other, body, headers, patience);
    }

    Request body(Map<String, ?> other) {
      return new Request(method, path, query, Optional.of(other), headers, patience);
    }

    Request header(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Request(method, path, query, body, more, patience);
    }

    Request patience(Duration other) {
      return new Request(method, path, query, body, headers, other);
    }
  }

  record Reply(int status, Optional<String> requestId, String text) {

    /** The answer as an object; empty when it is none. */
    Map<String, Object> document() {
      try {
        return Json.asMap(Json.read(text));
      } catch (Json.Malformed notOurs) {
        return Map.of();
      }
    }
  }

  /** The JVM would wait 0.3 s for a client that is still open: it has a thread in a system call. */
  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Whether a token is sent. */
  boolean hasToken() {
    return settings.bearerToken().isPresent();
  }

  URI url() {
    return settings.url();
  }

  Cli.Trace trace() {
    return trace;
  }

  /**
   * The document that the API answers with.
   *
   * @throws Cli.Refused if it answers with an error, or not at all
   */
  Map<String, Object> ask(Request request) {
    return checked(request).document();
  }

  /** The answer, an object or nothing. */
  Reply checked(Request request) {
    var reply = plain(request);
    if (reply.document().isEmpty() && !NOTHING.contains(reply.text().strip())) {
      throw Refusals.notOurs(this, reply);
    }
    return reply;
  }

  /** The answer, which may be any text. We send nobody elsewhere: its status is below 300. */
  Reply plain(Request request) {
    var reply = exchange(request);
    if (reply.status() >= 400) {
      throw Refusals.answered(this, reply);
    } else if (reply.status() >= 300) {
      throw Refusals.notOurs(this, reply);
    }
    return reply;
  }

  /** The answer, whatever its status. */
  Reply exchange(Request request) {
    var uri = uri(request);
    var exchange = trace.request(request.method(), uri);
    try {
      var response =
          client.send(
              http(uri, request, exchange),
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofString(UTF_8), MAX_ANSWER_BYTES));
      exchange.answered(response.statusCode());
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("X-Request-Id").map(Visible::line),
          response.body());
    } catch (InterruptedException interrupted) {
      exchange.failed(interrupted);
      throw new Cli.Refused(Exit.INTERRUPTED, List.of("Interrupted."), interrupted);
    } catch (IOException failed) {
      exchange.failed(failed);
      throw unanswered(request, exchange.traceId(), failed);
    }
  }

  private HttpRequest http(URI uri, Request request, Cli.Exchange exchange) {
    var builder =
        HttpRequest.newBuilder(uri)
            .timeout(request.patience())
            .method(
                request.method(),
                request
                    .body()
                    .map(body -> HttpRequest.BodyPublishers.ofString(Json.write(body)))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    builder.header("Accept", "application/json, application/problem+json");
    request.body().ifPresent(_ -> builder.header("Content-Type", "application/json"));
    settings.bearerToken().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    request.headers().forEach(builder::setHeader);
    exchange.headers().forEach(builder::setHeader);
    return builder.build();
  }

  private URI uri(Request request) {
    var query =
        request.query().entrySet().stream()
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(
        settings.url().toString().replaceFirst("/+$", "")
            + request.path()
            + (query.isEmpty() ? "" : "?" + query));
  }

  /** For a path segment or a query value: form encoding, but for blanks. */
  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** With the trace where the API may have seen the request: its log has more to say. */
  private Cli.Refused unanswered(Request request, String traceId, IOException failed) {
    return switch (failed) {
      case HttpConnectTimeoutException _ ->
          Refusals.unreachable(this, "no connection within " + Spans.text(CONNECT_TIMEOUT), failed);
      case HttpTimeoutException _ ->
          new Cli.Refused(
              Exit.TIMED_OUT,
              List.of(
                  "The API at "
                      + url()
                      + " did not answer within "
                      + Spans.text(request.patience())
                      + ".",
                  "See whether it is well: osapi client health ready",
                  Refusals.trace(traceId)),
              failed);
      case ConnectException unresolved
          when unresolved.getCause() instanceof UnresolvedAddressException ->
          Refusals.unreachable(this, "the host name is not known", failed);
      case ConnectException _ -> Refusals.unreachable(this, "connection refused", failed);
      case SSLException tls -> TlsRefusals.of(this, tls);
      default -> Refusals.unreachable(this, "the connection broke", failed);
    };
  }
}
