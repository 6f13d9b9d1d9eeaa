package io.osapi.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Submits jobs of all kinds until it is closed, and remembers those that were accepted. */
final class Load implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CALLERS = 4;

  /** Between two requests of one caller: many jobs, on a machine that also runs the product. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> refused = new ConcurrentSkipListMap<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final String api;
  private final String token;
  private final List<String> hosts;
  private final CountDownLatch closed = new CountDownLatch(1);

  Load(String api, String token, List<String> hosts) {
    this.api = api;
    this.token = token;
    this.hosts = hosts;
  }

  /** Whether every host can be a target: before it was ever heard of, 404 is the right answer. */
  boolean knowsAllHosts() throws IOException, InterruptedException {
    for (var host : hosts) {
      if (get("/api/v1/workers/" + host).statusCode() != 200) {
        return false;
      }
    }
    return true;
  }

  void start(long seed) {
    for (int i = 0; i < CALLERS; i++) {
      var random = new Random(seed + i);
      callers.submit(() -> call(random));
    }
  }

  /** The ids of the jobs that were answered with 201. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** How often a request was not accepted, by reason. */
  Map<String, Integer> refused() {
    return Map.copyOf(refused);
  }

  @Override
  public void close() {
    closed.countDown();
    callers.shutdown();
    try {
      if (!callers.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new AssertionError("a caller hangs");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The job as the API shows it. */
  Map<String, Object> job(String id) throws IOException, InterruptedException {
    var answer = get("/api/v1/jobs/" + id);
    if (answer.statusCode() != 200) {
      throw new IOException("job " + id + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readValue(answer.body(), new TypeReference<>() {});
  }

  private void call(Random random) {
    while (closed.getCount() > 0) {
      try {
        if (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          submit(random);
        }
      } catch (IOException outage) {
        // Nobody said that it was accepted.
        refused.merge(outage.getClass().getSimpleName(), 1, Integer::sum);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void submit(Random random) throws IOException, InterruptedException {
    var target =
        List.of("_any", "_all", hosts.get(random.nextInt(hosts.size()))).get(random.nextInt(3));
    var operation =
        random.nextInt(3) == 0
            ? Map.of("type", Effects.LOOK.name().toString())
            : Map.of(
                "type", Effects.MARK.name().toString(),
                "data", Map.of("key", "k" + keys.incrementAndGet()));
    var answer =
        http.send(
            request("/api/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("operation", operation, "target", target))))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() == 201) {
      Map<String, Object> job = JSON.readValue(answer.body(), new TypeReference<>() {});
      accepted.add((String) job.get("job_id"));
    } else {
      Map<String, Object> problem = JSON.readValue(answer.body(), new TypeReference<>() {});
      refused.merge(reason(answer.statusCode(), problem), 1, Integer::sum);
    }
  }

  /** With its words where it blames the caller, which is a finding. */
  private static String reason(int status, Map<String, Object> problem) {
    var reason = status + " " + problem.get("code");
    return status < 500 ? reason + ": " + problem.get("detail") + " at " + Instant.now() : reason;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api + path))
        .timeout(Duration.ofSeconds(5))
        .header("Authorization", "Bearer " + token);
  }
}
