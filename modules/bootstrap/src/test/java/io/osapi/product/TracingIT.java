package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.otlp.Collector;
import io.osapi.otlp.Collector.Span;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One trace leads from the command to the line that a worker logged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracingIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final Pattern JSON_LINE = Pattern.compile("\\{\"time\":\"[^\"]+Z\",.*}");

  /** Kinds of spans, by opentelemetry-proto. */
  private static final long INTERNAL = 1;

  private static final long SERVER = 2;
  private static final long CLIENT = 3;
  private static final long PRODUCER = 4;
  private static final long CONSUMER = 5;

  private final Collector collector = new Collector();
  private final HttpClient http = HttpClient.newHttpClient();
  private Installation osapi;
  private Installation.Role api;
  private Installation.Role worker;
  private String admin;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory, Map.of());
    osapi.startNats();
    api = osapi.startApi();
    worker = osapi.startWorker("web-01");
    admin = osapi.token("admin");
    try (var rest = new Rest(osapi, admin)) {
      osapi.awaitWorkers(rest, 1);
    }
  }

  @AfterAll
  void stop() {
    osapi.close();
    http.close();
    collector.close();
  }

  @Test
  void one_trace_has_the_spans_of_command_api_and_worker_in_the_order_of_their_causes(
      @TempDir Path directory) throws Exception {
    try (var traced = new Installation(directory, sendingTo(collector.endpoint()))) {
      traced.startNats();
      traced.startApi();
      traced.startWorker("web-01");
      var token = traced.token("admin");
      try (var rest = new Rest(traced, token)) {
        traced.awaitWorkers(rest, 1);
      }
      var run = traced.runAs(token, "client", "system", "hostname", "--target", "web-01");
      assertThat(run.exitCode()).as(run.err()).isZero();

      var command = eventually(span -> span.name().equals("osapi client system hostname"));
      var trace = command.traceId();
      var request = eventually(trace, "GET");
      var answer = eventually(trace, "GET /api/v1/system/hostname");
      var publish = eventually(trace, "jobs publish");
      var process = eventually(trace, "jobs process");
      var operation = eventually(trace, "system.hostname.get");
      assertThat(command.parentId()).isEmpty();
      assertBelow(command, request, "osapi-cli", CLIENT);
      assertBelow(request, answer, "osapi-api", SERVER);
      assertBelow(answer, publish, "osapi-api", PRODUCER);
      assertBelow(publish, process, "osapi-worker", CONSUMER);
      assertBelow(process, operation, "osapi-worker", INTERNAL);
    }
  }

  @Test
  void a_callers_trace_is_in_the_log_of_api_and_worker_although_nothing_is_recorded()
      throws Exception {
    var answer = get(osapi.apiPort, "/api/v1/system/hostname?target=web-01", PARENT);
    assertThat(answer).contains("\"web-01\"");

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(linesOf(api))
              .anyMatch(line ->
                  line.contains("\"trace_id\":\"" + TRACE + "\"")
                      && line.contains("\"logger\":\"io.osapi.access\"")
                      && line.contains("\"principal\":\"walk\"")
                      && line.contains("\"job_id\":\""));
          assertThat(linesOf(worker))
              .anyMatch(line ->
                  line.contains("\"trace_id\":\"" + TRACE + "\"")
                      && line.contains("system.hostname.get completed")
                      && line.contains("\"hostname\":\"web-01\"")
                      && line.contains("\"job_id\":\""));
        });
  }

  @Test
  void the_trace_that_a_failed_command_names_is_in_the_log_of_the_api() throws Exception {
    var run = osapi.runAs(admin, "client", "system", "hostname", "--target", "web-99");
    assertThat(run.exitCode()).isEqualTo(6);
    var named = Pattern.compile("\\(trace ([0-9a-f]{32})").matcher(run.err());

    assertThat(named.find()).as(run.err()).isTrue();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(linesOf(api)).anyMatch(line -> line.contains(named.group(1))));
  }

  @Test
  void debugging_a_command_shows_its_spans_on_standard_error_and_not_among_its_data()
      throws Exception {
    var run =
        osapi.runAs(admin, "--debug", "client", "system", "hostname", "--target", "web-01", "-j");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("\"name\":\"osapi client system hostname\"");
    assertThat(run.out()).doesNotContain("span_id");
  }

  @Test
  void spans_of_a_role_go_to_its_standard_output_where_that_is_asked_for() throws Exception {
    try (var other = osapi.anotherApi(Map.of("OSAPI_TELEMETRY_TRACING_ENABLED", "true"))) {
      awaitHealthy(other.port());

      await()
          .atMost(SOON)
          .untilAsserted(() ->
              assertThat(linesOf(other.role()))
                  .anyMatch(line ->
                      line.startsWith("{\"trace_id\":")
                          && line.contains("\"name\":\"GET /health\"")));
    }
  }

  @Test
  void where_nothing_is_recorded_nothing_of_opentelemetry_is_loaded() throws Exception {
    try (var other = osapi.anotherApi(Map.of("OSAPI_JAVA_OPTS", "-Xlog:class+load"))) {
      awaitHealthy(other.port());

      assertThat(linesOf(other.role())).anyMatch(line -> line.contains("telemetry.IdsOnly"));
      assertThat(linesOf(other.role())).noneMatch(line -> line.contains("io.opentelemetry."));
    }
  }

  @Test
  void a_collector_that_is_away_slows_no_request_and_holds_up_no_end() throws Exception {
    var nowhere = URI.create("http://127.0.0.1:" + freePort());
    try (var other = osapi.anotherApi(sendingTo(nowhere))) {
      awaitHealthy(other.port());
      for (int i = 0; i < 200; i++) {
        long began = System.nanoTime();
        get(other.port(), "/health", PARENT);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      }
      await()
          .atMost(SOON)
          .until(() -> linesOf(other.role()).anyMatch(line -> line.contains(nowhere.toString())));
      long began = System.nanoTime();

      assertThat(other.role().stop()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(12));
      assertThat(linesOf(other.role()).filter(line -> line.contains("could not be sent")))
          .hasSize(1);
    }
  }

  @Test
  void nothing_that_a_caller_sends_breaks_a_line_of_the_log() throws Exception {
    get(osapi.apiPort, "/api/v1/jobs/a%0d%0a%7b%22level%22:%22error%22%7d%1b%5b31m", "x\ty");
    var unique = "/api/v1/no-such-route-of-this-test";
    get(osapi.apiPort, unique, PARENT);

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(linesOf(api)).anyMatch(line -> line.contains(unique)));
    assertThat(linesOf(api)).allMatch(line -> JSON_LINE.matcher(line).matches());
  }

  private static Map<String, String> sendingTo(URI endpoint) {
    return Map.of(
        "OSAPI_TELEMETRY_TRACING_ENABLED", "true",
        "OSAPI_TELEMETRY_TRACING_EXPORTER", "otlp",
        "OSAPI_TELEMETRY_TRACING_OTLP_ENDPOINT", endpoint.toString());
  }

  private Span eventually(Predicate<Span> wanted) {
    await().atMost(SOON).until(() -> collector.spans().stream().anyMatch(wanted));
    return collector.spans().stream().filter(wanted).findFirst().orElseThrow();
  }

  private Span eventually(String traceId, String name) {
    return eventually(span -> span.traceId().equals(traceId) && span.name().equals(name));
  }

  private static void assertBelow(Span parent, Span child, String service, long kind) {
    assertThat(child.parentId()).as("%s below %s", child, parent).isEqualTo(parent.spanId());
    assertThat(child.service()).isEqualTo(service);
    assertThat(child.kind()).isEqualTo(kind);
  }

  private void awaitHealthy(int port) {
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> get(port, "/health", PARENT).contains("ok"));
  }

  private String get(int port, String path, String traceParent)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(SOON)
            .header("Authorization", "Bearer " + admin)
            .header("traceparent", traceParent)
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private static Stream<String> linesOf(Installation.Role role) throws IOException {
    return Files.readAllLines(role.log()).stream();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
