package io.osapi.adapters.http;

import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MemorySystem;
import io.osapi.application.memory.MemoryTracing;
import io.osapi.domain.access.Role;
import io.osapi.domain.operation.Catalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** The API on a free port, over a whole system in memory. */
final class RunningApi implements AutoCloseable {
  static final byte[] KEY =
      "a key for tests, at least 32 bytes long".getBytes(StandardCharsets.UTF_8);

  static final ApiServer.RateLimits NO_LIMITS = new ApiServer.RateLimits(0, 0, 0, false);

  /** Making one takes longer than most tests. */
  private static final Map<Catalogue, Contract> CONTRACTS = new ConcurrentHashMap<>();

  final MemorySystem system = new MemorySystem();
  final Tokens tokens = new Tokens(List.of(KEY), system.clock);
  final MemoryTracing tracing = new MemoryTracing();
  final ApiServer server;
  private final Routes routes;
  private final Contract contract;
  private final HttpClient client = HttpClient.newHttpClient();

  RunningApi() {
    this(DemoOperations.CATALOGUE, Patience.USUAL);
  }

  RunningApi(Catalogue catalogue, Patience patience) {
    this(catalogue, patience, List.of());
  }

  RunningApi(Catalogue catalogue, Patience patience, List<String> allowOrigins) {
    this(catalogue, patience, allowOrigins, NO_LIMITS, Lanes.usual());
  }

  RunningApi(ApiServer.RateLimits limits) {
    this(DemoOperations.CATALOGUE, Patience.USUAL, List.of(), limits, Lanes.usual());
  }

  RunningApi(Lanes lanes) {
    this(DemoOperations.CATALOGUE, Patience.USUAL, List.of(), NO_LIMITS, lanes);
  }

  RunningApi(Patience patience, SSLContext tls) {
    this(DemoOperations.CATALOGUE, patience, List.of(), NO_LIMITS, Lanes.usual(), Optional.of(tls));
  }

  private RunningApi(
      Catalogue catalogue,
      Patience patience,
      List<String> allowOrigins,
      ApiServer.RateLimits limits,
      Lanes lanes) {
    this(catalogue, patience, allowOrigins, limits, lanes, Optional.empty());
  }

  private RunningApi(
      Catalogue catalogue,
      Patience patience,
      List<String> allowOrigins,
      ApiServer.RateLimits limits,
      Lanes lanes,
      Optional<SSLContext> tls) {
    var held = new HeldRequests();
    var metrics = new Metrics(system.describeHealth);
    routes = Routes.of(catalogue, "1.2.3", useCases(system), metrics, held, system.clock);
    contract =
        CONTRACTS.computeIfAbsent(catalogue, its -> new Contract(OpenApi.of(routes.all(), its)));
    server =
        new ApiServer(
            new ApiServer.Settings("127.0.0.1", 0, tokens, allowOrigins, limits, tls),
            catalogue,
            "1.2.3",
            useCases(system),
            metrics,
            tracing,
            system.clock,
            patience,
            lanes);
    try {
      server.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static ApiServer.UseCases useCases(MemorySystem system) {
    return new ApiServer.UseCases(
        system.submitJob,
        system.submitOnce,
        system.submitWatched,
        system.getJob,
        system.awaitJob,
        system.listJobs,
        system.countJobs,
        system.retryJob,
        system.cancelJob,
        system.deleteJob,
        system.readDeadLetters,
        system.requeueDeadLetter,
        system.listWorkers,
        system.getWorker,
        system.readTelemetry,
        system.checkReadiness,
        system.describeHealth,
        system.checkRevocation,
        system.revokeToken);
  }

  /** A worker that answers all the demo's operations. */
  static MemoryRunner demo() {
    return new MemoryRunner()
        .on(DemoOperations.ALL_GET, _ -> new DemoOperations.Thing("its own", "all", 1))
        .on(
            DemoOperations.THING_GET,
            input -> new DemoOperations.Thing("its own", input.name(), input.level()))
        .on(DemoOperations.THING_UPDATE, _ -> new DemoOperations.Changed(true))
        .on(DemoOperations.THING_CREATE, _ -> new DemoOperations.Changed(true))
        .on(DemoOperations.THING_DELETE, _ -> new DemoOperations.Changed(true))
        .on(DemoOperations.PING_DO, _ -> new DemoOperations.Changed(false))
        .on(DemoOperations.UNIT_RESTART, _ -> new DemoOperations.Changed(true))
        .on(DemoOperations.COMMAND_RUN, _ -> new DemoOperations.Changed(true));
  }

  String token(Role... roles) {
    return tokens.issue("alice", Set.copyOf(Arrays.asList(roles)), Duration.ofHours(1));
  }

  /** A request by a caller with that role; headers by name and value in turn. */
  Got send(Role role, String method, String path, String body, String... headers) {
    var request = request(method, path, body, headers);
    return send(request.header("Authorization", "Bearer " + token(role)));
  }

  Got get(String path, String... headers) {
    return send(Role.READ, "GET", path, "", headers);
  }

  Got post(String path, String body, String... headers) {
    return send(Role.WRITE, "POST", path, body, headers);
  }

  /** A request by nobody. */
  Got sendWithoutToken(String method, String path, String body, String... headers) {
    return send(request(method, path, body, headers));
  }

  private HttpRequest.Builder request(String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20));
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.method(method, BodyPublishers.ofString(body));
      if (!Arrays.asList(headers).contains("Content-Type")) {
        request.header("Content-Type", "application/json");
      }
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  /** The routes that it serves. */
  Routes routes() {
    return routes;
  }

  /** Every answer of every test is held against the document of the API. */
  private Got send(HttpRequest.Builder draft) {
    var request = draft.build();
    try {
      var got = new Got(client.send(request, BodyHandlers.ofByteArray()));
      contract.check(
          request.method(),
          request.uri().getRawPath(),
          got.status(),
          got.header("Content-Type"),
          got.response().body());
      return got;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop();
    system.close();
  }

  /** An answer. */
  record Got(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    Map<String, Object> json() {
      return JsonText.readObject(response.body());
    }

    Object json(String member) {
      return json().get(member);
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }
  }
}
