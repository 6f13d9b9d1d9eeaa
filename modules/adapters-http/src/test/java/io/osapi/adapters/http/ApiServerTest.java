package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.domain.operation.Catalogue;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Starting and stopping. */
class ApiServerTest {
  private static final String ALL_GET = "{\"operation\":{\"type\":\"demo.all.get\"}}";

  @Test
  void a_port_that_is_in_use_is_told_as_such() {
    try (var api = new RunningApi()) {
      var second =
          new ApiServer(
              new ApiServer.Settings(
                  "127.0.0.1",
                  api.server.port(),
                  api.tokens,
                  List.of(),
                  RunningApi.NO_LIMITS,
                  Optional.empty()),
              Catalogue.standard(),
              "1.2.3",
              RunningApi.useCases(api.system),
              new Metrics(api.system.describeHealth),
              api.tracing,
              api.system.clock);

      assertThatThrownBy(second::start).isInstanceOf(BindException.class);
    }
  }

  @Test
  void what_we_ship_can_be_served() {
    new RunningApi(Catalogue.standard(), Patience.USUAL).close();
  }

  @Test
  void callers_that_wait_are_answered_when_the_server_stops() throws Exception {
    var release = new CountDownLatch(1);
    var api = new RunningApi();
    api.system.startWorker("web-01", JobsApiTest.blocked(release));
    var path = api.post("/api/v1/jobs", ALL_GET).header("Location");
    var waiting = CompletableFuture.supplyAsync(() -> api.get(path, "Prefer", "wait=60"));
    var operating = CompletableFuture.supplyAsync(() -> api.get("/api/v1/demo/all"));
    await().until(() -> api.system.jobs.jobs().size() == 2);

    var began = System.nanoTime();
    api.server.stop();

    assertThat(waiting.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(operating.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    release.countDown();
    api.close();
  }

  @Test
  void an_idle_connection_does_not_hold_up_the_end() throws Exception {
    var api = new RunningApi();
    try (var idle = new RawClient(api.server.port())) {
      idle.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").read();
      var began = System.nanoTime();

      api.close();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
