package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.domain.access.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are too large, too slow, or no HTTP. */
class LimitsTest {
  private static final Patience IMPATIENT =
      new Patience(
          Duration.ofSeconds(1),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofSeconds(1));

  private static RunningApi api;
  private static RunningApi impatient;
  private static String auth;

  @BeforeAll
  static void start() {
    api = new RunningApi();
    impatient = new RunningApi(DemoOperations.CATALOGUE, IMPATIENT);
    auth = "Host: x\r\nAuthorization: Bearer " + api.token(Role.WRITE) + "\r\n";
  }

  @AfterAll
  static void stop() {
    api.close();
    impatient.close();
  }

  @Test
  void a_body_of_one_mebibyte_is_read_and_one_byte_more_is_413() {
    var fits = "{\"x\":" + " ".repeat((1 << 20) - 7) + "1}";
    assertThat(fits).hasSize(1 << 20);

    assertThat(api.post("/api/v1/jobs", fits).status()).isEqualTo(400);
    var got = api.post("/api/v1/jobs", fits + " ");
    assertThat(got.status()).isEqualTo(413);
    assertThat(got.json()).containsEntry("code", "body-too-large");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 12})
  void a_client_that_sends_all_before_it_listens_still_reads_the_413(int mebibytes) {
    assertThat(api.post("/api/v1/jobs", "x".repeat(mebibytes << 20)).status()).isEqualTo(413);
  }

  @Test
  void a_body_without_a_length_is_bounded_too() throws IOException {
    var chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    try (var client = new RawClient(api.server.port())) {
      client.send(
          "POST /api/v1/jobs HTTP/1.1\r\n"
              + auth
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i <= 16; i++) {
        client.send(chunk);
      }

      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"100000000", "7fffffff", "ffffffffffffffff", "-1", "xyz", ""})
  void a_chunk_of_an_absurd_size_is_refused(String size) throws IOException {
    try (var client = new RawClient(api.server.port())) {
      client.send(
          "POST /api/v1/jobs HTTP/1.1\r\n"
              + auth
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              + size
              + "\r\n");

      assertThat(client.read().status()).isIn(400, 413);
    }
  }

  @Test
  void a_chunked_body_is_a_body() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      client.send(
          "POST /api/v1/jobs HTTP/1.1\r\n"
              + auth
              + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\n{}\r\n0\r\n\r\n");

      var answer = client.read();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("/operation");
    }
  }

  @Test
  void a_body_that_trickles_is_408() throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      client.send(
          "POST /api/v1/jobs HTTP/1.1\r\n"
              + auth
              + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
      var trickle = trickle(client, " ");

      var answer = client.read();

      trickle.interrupt();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.json()).containsEntry("code", "request-timeout");
      assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
    }
  }

  @Test
  void a_body_that_stops_is_408() throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      client.send(
          "POST /api/v1/jobs HTTP/1.1\r\n"
              + auth
              + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

      assertThat(client.read().status()).isEqualTo(408);
    }
  }

  @Test
  void a_head_that_trickles_is_408() throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      client.send("GET /health HTTP/1.1\r\nX-Slow: ");
      var trickle = trickle(client, "a");

      var answer = client.read();

      trickle.interrupt();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET /health HTT", "GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "})
  void a_head_that_stops_is_408(String start) throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      assertThat(client.send(start).read().status()).isEqualTo(408);
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_connection_that_is_not_used_ends_quietly() throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      assertThat(client.readToEnd()).isEmpty();
    }
    try (var client = new RawClient(impatient.server.port())) {
      client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").read();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void the_rest_of_a_refused_body_does_not_count_as_the_next_head() throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      client.send("POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
      assertThat(client.read().status()).isEqualTo(405);
      client.send("llo");
      // Time itself is what is tested: nothing happens until more of it has passed than a head has.
      await().pollDelay(IMPATIENT.head().plusMillis(300)).until(() -> true);

      var again = client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").read();
      assertThat(again.status()).isEqualTo(200);
    }
  }

  @Test
  void the_rest_of_a_refused_body_is_not_waited_for_for_ever() throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      client.send("POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
      assertThat(client.read().status()).isEqualTo(405);

      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void who_asks_for_the_end_of_the_connection_gets_it() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      client.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void slow_clients_are_in_nobodys_way() throws IOException {
    var slow = new RawClient[50];
    try {
      for (int i = 0; i < slow.length; i++) {
        slow[i] = new RawClient(api.server.port()).send("GET /health HTTP/1.1\r\nX-Slow: a");
      }

      assertThat(api.get("/health").status()).isEqualTo(200);
    } finally {
      for (var client : slow) {
        client.close();
      }
    }
  }

  @Test
  void a_connection_is_used_again_after_good_and_bad_requests() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").read().status())
          .isEqualTo(200);
      assertThat(
              client
                  .send("POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
                  .read()
                  .status())
          .isEqualTo(405);
      assertThat(
              client
                  .send("POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                  .read()
                  .status())
          .isEqualTo(401);
      assertThat(
              client
                  .send("HEAD /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: 1\r\n\r\n")
                  .send("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: 2\r\n\r\n")
                  .readHead()
                  .header("X-Request-Id"))
          .isEqualTo("1");
      assertThat(client.read().header("X-Request-Id")).isEqualTo("2");
    }
  }

  @Test
  void who_waits_for_a_hundred_is_told_no_before_the_body() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      client.send(
          "POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
              + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n");

      var all = client.readToEnd();
      assertThat(all).startsWith("HTTP/1.1 401").doesNotContain("100 Continue");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /health\r\n\r\n",
        "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health HTTP/1.0\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /health FTP/1.1\r\nHost: x\r\n\r\n",
        "GET /he alth HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health|x HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health?%zz=1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health?a=\u00ff HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /health HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\nBad name: 1\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      })
  void what_is_no_http_is_400_as_a_problem_and_ends_the_connection(String bytes)
      throws IOException {
    try (var client = new RawClient(api.server.port())) {
      var answer = client.send(bytes).read();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.json())
          .containsEntry("code", "bad-request")
          .containsEntry("request_id", answer.header("X-Request-Id"))
          .containsKeys("type", "title", "detail", "instance", "trace_id");
      assertThat(answer.body()).doesNotContainIgnoringCase("helidon").doesNotContain("Exception");
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_head_of_more_than_16_kibibytes_is_refused() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      client.send("GET /health HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(17 * 1024) + "\r\n\r\n");

      assertThat(client.read().json()).containsEntry("code", "bad-request");
    }
    try (var client = new RawClient(api.server.port())) {
      client.send("GET /health?" + "a".repeat(9 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(client.read().json()).containsEntry("code", "bad-request");
    }
  }

  @Test
  void a_header_cannot_be_written_into_an_answer() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      client.send(
          "GET /nothing%0d%0aX-Evil:%201 HTTP/1.1\r\nHost: x\r\n"
              + "X-Request-Id: a%0d%0aX-Evil: 1\r\nX-Request-Id: b\r\n\r\n");

      var answer = client.read();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("X-Evil")).isEmpty();
      assertThat(answer.header("X-Request-Id")).matches("[0-9a-f-]{36}");
    }
    try (var client = new RawClient(api.server.port())) {
      client.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\rX-Evil: 1\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(400);
    }
  }

  private static Thread trickle(RawClient client, String text) {
    return Thread.startVirtualThread(() -> {
      var sent = new AtomicInteger();
      try {
        await()
            .pollInterval(Duration.ofMillis(50))
            .atMost(Duration.ofSeconds(10))
            .until(() -> {
              client.send(text);
              return sent.incrementAndGet() > 150;
            });
      } catch (RuntimeException ended) {
        assertThat(sent.get()).isPositive();
      }
    });
  }
}
