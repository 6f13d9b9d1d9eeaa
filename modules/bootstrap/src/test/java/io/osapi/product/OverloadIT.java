package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.product.Installation.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** More is asked of the packaged product than it can serve: it says so soon, and gets over it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What the contract says is a second; this machine may be busy with other tests. */
  private static final Duration QUICKLY = Duration.ofSeconds(4);

  private static final String UPTIME = "{\"operation\":{\"type\":\"system.uptime.get\"}}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Installation osapi;
  private Role nats;
  private Rest rest;
  private String writer;

  private record Got(HttpResponse<String> response, Duration after) {
    int status() {
      return response.statusCode();
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    writer = osapi.token("write");
    rest = new Rest(osapi, writer);
    nats = osapi.startNats();
    osapi.startApi();
    osapi.startWorker("web-01");
    osapi.awaitWorkers(rest, 1);
  }

  @AfterAll
  void stop() {
    rest.close();
    http.close();
    osapi.close();
  }

  @Test
  void a_broker_that_hangs_is_503_soon_for_everybody_and_served_again_when_it_goes_on()
      throws Exception {
    // The connections are made by then, and both sides are warm.
    atOnce(600, () -> get("/api/v1/version"));
    var server = nats.process().children().findFirst().orElseThrow();
    signal("STOP", server);
    List<Got> refused;
    try {
      refused = atOnce(600, () -> post(UPTIME));
      assertThat(get("/health").status()).isEqualTo(200);
      assertThat(get("/metrics").status()).isEqualTo(200);
    } finally {
      signal("CONT", server);
    }

    assertThat(refused).extracting(Got::status).containsOnly(503);
    assertThat(refused).extracting(Got::after).allMatch(after -> after.compareTo(QUICKLY) < 0);
    await().atMost(SOON).until(() -> post(UPTIME).status() == 201);
    assertThat(rest.get("/system/uptime").status()).isEqualTo(200);
  }

  @Test
  void of_more_than_it_can_serve_each_is_served_or_refused_and_none_left_waiting() {
    var answers = atOnce(900, () -> get("/api/v1/system/uptime"));

    assertThat(answers).extracting(Got::status).isSubsetOf(Set.of(200, 202, 503));
    assertThat(answers).extracting(Got::status).contains(200);
    assertThat(get("/api/v1/system/uptime").status()).isEqualTo(200);
  }

  @Test
  void a_caller_that_asks_too_often_is_told_when_to_come_back_and_others_are_served()
      throws Exception {
    var limits =
        Map.of(
            "OSAPI_API_SERVER_RATE_LIMIT_READ", "1",
            "OSAPI_API_SERVER_RATE_LIMIT_ON_LOOPBACK", "true");
    try (var other = osapi.anotherApi(limits)) {
      await()
          .atMost(SOON)
          .ignoreExceptionsInstanceOf(java.io.UncheckedIOException.class)
          .until(() -> ask(other.port(), writer, "/health").status() == 200);
      var answers =
          Stream.generate(() -> ask(other.port(), writer, "/api/v1/version")).limit(20).toList();

      assertThat(answers).extracting(Got::status).contains(200, 429).containsOnly(200, 429);
      assertThat(answers)
          .filteredOn(got -> got.status() == 429)
          .allMatch(got -> got.response().headers().firstValue("Retry-After").isPresent());
      var somebodyElse = osapi.run("token", "generate", "-r", "read", "-u", "else").out().strip();
      assertThat(ask(other.port(), somebodyElse, "/api/v1/version").status()).isEqualTo(200);
    }
  }

  /** All of them under way at the same time. */
  private static List<Got> atOnce(int count, java.util.function.Supplier<Got> request) {
    var calls =
        Stream.generate(() -> CompletableFuture.supplyAsync(request, Thread::startVirtualThread))
            .limit(count)
            .toList();
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private Got get(String path) {
    return ask(osapi.apiPort, writer, path);
  }

  private Got post(String json) {
    return send(
        request(osapi.apiPort, writer, "/api/v1/jobs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private Got ask(int port, String token, String path) {
    return send(request(port, token, path).GET());
  }

  private static HttpRequest.Builder request(int port, String token, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + token);
  }

  private Got send(HttpRequest.Builder request) {
    try {
      long begun = System.nanoTime();
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Got(response, Duration.ofNanos(System.nanoTime() - begun));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
