package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.http.RunningApi.Got;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void who_finds_no_place_is_told_to_come_back_and_leaves_nothing_behind() {
    try (var api = narrow()) {
      var first = whileItRuns(api);
      var second = api.get("/api/v1/demo/all");

      assertThat(second.status()).isEqualTo(503);
      assertThat(second.json("code")).isEqualTo("overloaded");
      assertThat(second.header("Retry-After")).isEqualTo("1");
      assertThat(api.system.jobs.jobs()).hasSize(1);
      release.countDown();
      assertThat(first.join().status()).isEqualTo(200);
    }
  }

  @Test
  void those_that_wait_are_in_nobody_elses_way() {
    try (var api = narrow()) {
      var first = whileItRuns(api);

      assertThat(api.get("/api/v1/jobs").status()).isEqualTo(200);
      assertThat(api.get("/api/v1/demo/all", "Prefer", "respond-async").status()).isEqualTo(202);
      assertThat(api.sendWithoutToken("GET", "/health", "").status()).isEqualTo(200);
      release.countDown();
      first.join();
    }
  }

  @Test
  void the_next_is_served_once_a_place_is_free() {
    try (var api = narrow()) {
      var first = whileItRuns(api);
      assertThat(api.get("/api/v1/demo/all").status()).isEqualTo(503);
      release.countDown();
      first.join();

      assertThat(api.get("/api/v1/demo/all").status()).isEqualTo(200);
    }
  }

  @Test
  void work_that_fails_gives_its_place_back() {
    var lane = new Lane(1, MOMENT);
    assertThatThrownBy(() ->
            lane.handle(() -> {
              throw new ProblemException(Problem.UNAVAILABLE);
            }))
        .hasMessageContaining("store");

    assertThat(lane.<String>handle(() -> "served")).isEqualTo("served");
  }

  private RunningApi narrow() {
    var api = new RunningApi(new Lanes(new Lane(1, MOMENT), new Lane(1, MOMENT)));
    api.system.startWorker(
        "web-01",
        new MemoryRunner()
            .on(
                DemoOperations.ALL_GET,
                _ -> {
                  running.countDown();
                  awaitUninterrupted(release);
                  return new DemoOperations.Thing("its own", "all", 1);
                }));
    return api;
  }

  /** A request that holds its place until the release. */
  private CompletableFuture<Got> whileItRuns(RunningApi api) {
    var answer =
        CompletableFuture.supplyAsync(
            () -> api.get("/api/v1/demo/all"), Thread::startVirtualThread);
    awaitUninterrupted(running);
    return answer;
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
