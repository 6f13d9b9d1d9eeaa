package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.osapi.product.Installation.Role;
import java.io.IOException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main job, with the packaged product in its real processes: nats, api and two workers. The API
 * is started first, long before there is a NATS to talk to.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalkIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private Installation osapi;
  private Role nats;
  private Role api;
  private Role web;
  private String admin;
  private String reader;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    admin = osapi.token("admin");
    reader = osapi.token("read");
    api = osapi.startApi();
    await().atMost(SOON).until(() -> status("/health") == 200);
    assertThat(status("/health/ready")).isEqualTo(503);

    nats = osapi.startNats();
    web = osapi.startWorker("web-01", "group=web.dev");
    osapi.startWorker("db_01.lan", "group=db");
    await().atMost(SOON).until(() -> status("/health/ready") == 200);
    await().atMost(SOON).until(() -> liveWorkers() == 2);
  }

  @AfterAll
  void stop() {
    osapi.close();
  }

  @Test
  void any_worker_means_exactly_one() throws Exception {
    var answer = get("/api/v1/system/hostname?target=_any");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(results(answer)).hasSize(1);
    var job = body(get("/api/v1/jobs/" + body(answer).get("job_id")));
    assertThat((Map<?, ?>) job.get("responses")).hasSize(1);
  }

  @Test
  void a_broadcast_ends_with_the_last_answer_and_not_with_silence() throws Exception {
    get("/api/v1/system/hostname?target=_all");
    long begin = System.nanoTime();
    var answer = get("/api/v1/system/hostname?target=_all");
    var took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(results(answer))
        .extracting(result -> result.get("hostname"), result -> result.get("status"))
        .containsExactly(tuple("db_01.lan", "ok"), tuple("web-01", "ok"));
    assertThat(took).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void a_label_reaches_those_below_it_and_no_others() throws Exception {
    assertThat(results(get("/api/v1/system/hostname?target=group:web")))
        .extracting(result -> result.get("hostname"))
        .containsExactly("web-01");
  }

  @Test
  void every_operation_answers_for_a_host() throws Exception {
    for (var resource : List.of("hostname", "status", "uptime", "os", "disk", "memory", "load")) {
      var results = results(get("/api/v1/system/" + resource + "?target=web-01"));

      assertThat(results)
          .as(resource)
          .singleElement()
          .satisfies(result -> assertThat(result).containsEntry("status", "ok"));
    }
  }

  @Test
  void a_host_that_was_never_seen_is_404() throws Exception {
    var answer = get("/api/v1/system/hostname?target=web-99");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(body(answer)).containsEntry("code", "no-matching-worker");
  }

  @Test
  void without_a_token_it_is_401_and_with_too_small_a_role_403() throws Exception {
    var anonymous = send(request("/api/v1/workers").GET().build());
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(anonymous.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");

    var nonsense =
        send(request("/api/v1/workers").header("Authorization", "Bearer no.token.this").build());
    assertThat(nonsense.statusCode()).isEqualTo(401);

    var posted = post(reader, "{\"operation\":{\"type\":\"system.hostname.get\"}}");
    assertThat(posted.statusCode()).isEqualTo(403);
  }

  @Test
  void an_unknown_member_is_400_and_says_where() throws Exception {
    var answer =
        post(admin, "{\"operation\":{\"type\":\"system.hostname.get\"},\"tarket\":\"_any\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"/tarket\"").contains("target");
  }

  @Test
  void an_unknown_operation_is_400_and_names_the_nearest() throws Exception {
    var answer = post(admin, "{\"operation\":{\"type\":\"system.hostnme.get\"}}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("system.hostname.get");
  }

  @Test
  void a_stopped_worker_gets_its_job_when_it_returns() throws Exception {
    assertThat(web.stop()).isZero();
    var id = submitted("web-01");
    assertThat(body(get("/api/v1/jobs/" + id))).containsEntry("status", "submitted");
    web = osapi.startWorker("web-01", "group=web.dev");

    assertThat(body(get("/api/v1/jobs/" + id, "Prefer", "wait=30")))
        .containsEntry("status", "completed");
    await().atMost(SOON).until(() -> liveWorkers() == 2);
  }

  @Test
  void an_api_process_that_is_killed_loses_nothing() throws Exception {
    var ids = Stream.generate(() -> submitted("_all")).limit(20).toList();
    api.kill();
    api = osapi.startApi();
    await().atMost(SOON).until(() -> status("/health/ready") == 200);

    for (var id : ids) {
      assertThat(body(get("/api/v1/jobs/" + id, "Prefer", "wait=30")))
          .containsEntry("status", "completed");
    }
  }

  @Test
  void the_command_line_shows_what_the_api_says() throws Exception {
    var run = osapi.runAs(admin, "client", "system", "hostname", "--target", "_all", "-o", "json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("web-01").contains("db_01.lan");
  }

  @Test
  void the_command_line_without_a_token_says_how_to_get_one() throws Exception {
    var run = osapi.run("client", "worker", "list");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .contains("osapi token generate")
        .contains("api.client.security.bearer_token");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_key() throws Exception {
    var second = osapi.run("api", "server", "start");

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains(Integer.toString(osapi.apiPort)).contains("api.server.port");
  }

  private int liveWorkers() throws Exception {
    var workers = (List<?>) body(get("/api/v1/workers")).get("workers");
    return (int)
        workers.stream()
            .filter(worker -> ((Map<?, ?>) worker).get("liveness").equals("live"))
            .count();
  }

  private String submitted(String target) {
    try {
      var answer =
          post(
              admin,
              "{\"operation\":{\"type\":\"system.uptime.get\"},\"target\":\"" + target + "\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      return (String) body(answer).get("job_id");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private int status(String path) {
    try {
      return send(request(path).build()).statusCode();
    } catch (IOException notListening) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = request(path).header("Authorization", "Bearer " + admin);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private HttpResponse<String> post(String token, String json)
      throws IOException, InterruptedException {
    return send(
        request("/api/v1/jobs")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + osapi.apiPort + path))
        .timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  @SuppressWarnings("unchecked") // results[] holds objects
  private static List<Map<String, Object>> results(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return (List<Map<String, Object>>) body(answer).get("results");
  }

  private static Map<String, Object> body(HttpResponse<String> answer) {
    return JSON.readValue(answer.body(), new TypeReference<>() {});
  }
}
