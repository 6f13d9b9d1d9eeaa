package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins, in browsers. The JDK's client does not send an Origin. */
class CorsTest {
  private static final String OURS = "https://console.example.org";

  private static final RunningApi API =
      new RunningApi(
          DemoOperations.CATALOGUE, Patience.USUAL, List.of(OURS, "http://localhost:5173"));

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void an_origin_of_ours_may_read_the_answer_and_its_headers() throws IOException {
    var got = send(API, "GET", "/health", "Origin: " + OURS);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
    assertThat(got.header("Access-Control-Expose-Headers"))
        .isEqualTo("ETag, Link, Location, Preference-Applied, Retry-After, X-Request-Id");
    assertThat(got.header("Vary")).isEqualTo("Origin");
    assertThat(got.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void it_may_read_errors_too() throws IOException {
    var got = send(API, "GET", "/api/v1/jobs", "Origin: " + OURS);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
  }

  @Test
  void a_preflight_tells_what_the_path_takes() throws IOException {
    var got = preflight(API, "/api/v1/jobs", OURS);

    assertThat(got.status()).isEqualTo(204);
    assertThat(got.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
    assertThat(got.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, POST");
    assertThat(got.header("Access-Control-Allow-Headers"))
        .isEqualTo("Authorization, Content-Type, Idempotency-Key, X-Request-Id, traceparent");
    assertThat(got.header("Access-Control-Max-Age")).isEqualTo("600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "https://console.example.org.evil.org",
        "https://console.example.org:444",
        "http://console.example.org",
        "HTTPS://CONSOLE.EXAMPLE.ORG",
        "https://console.example.org/",
        "null",
        "*",
        "",
      })
  void a_foreign_origin_is_told_nothing(String origin) throws IOException {
    var got = send(API, "GET", "/health", "Origin: " + origin);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.head().toLowerCase(Locale.ROOT)).doesNotContain("access-control-");
    assertThat(got.header("Vary")).isEqualTo("Origin");
    assertThat(preflight(API, "/api/v1/jobs", origin).status()).isEqualTo(405);
    assertThat(preflight(API, "/api/v1/jobs", origin).head().toLowerCase(Locale.ROOT))
        .doesNotContain("access-control-");
  }

  /** Browsers let any page open one, and send no preflight; where there is none, none is opened. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/metrics", "/openapi.json", "/api/v1/jobs", "/ws"})
  void no_page_can_open_a_web_socket(String path) throws IOException {
    var handshake =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: ";
    for (var origin : new String[] {"https://evil.example.org", OURS}) {
      var got = send(API, "GET", path, handshake + origin);

      assertThat(got.status()).isNotEqualTo(101);
      assertThat(got.header("Sec-WebSocket-Accept")).isEmpty();
      assertThat(got.header("Upgrade")).isEmpty();
    }
  }

  @Test
  void two_origins_are_none() throws IOException {
    assertThat(
            send(API, "GET", "/health", "Origin: " + OURS + "\r\nOrigin: " + OURS)
                .header("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void options_that_is_no_preflight_is_405() throws IOException {
    assertThat(send(API, "OPTIONS", "/health", "Origin: " + OURS).status()).isEqualTo(405);
    assertThat(preflight(API, "/nowhere", OURS).status()).isEqualTo(404);
  }

  @Test
  void without_origins_nothing_tells_of_it() throws IOException {
    try (var api = new RunningApi()) {
      var got = send(api, "GET", "/health", "Origin: " + OURS);

      assertThat(got.header("Vary")).isEmpty();
      assertThat(got.head().toLowerCase(Locale.ROOT)).doesNotContain("access-control-");
      assertThat(preflight(api, "/api/v1/jobs", OURS).status()).isEqualTo(405);
    }
  }

  private static RawClient.Answer preflight(RunningApi api, String path, String origin)
      throws IOException {
    return send(
        api, "OPTIONS", path, "Origin: " + origin + "\r\nAccess-Control-Request-Method: POST");
  }

  private static RawClient.Answer send(RunningApi api, String method, String path, String headers)
      throws IOException {
    try (var client = new RawClient(api.server.port())) {
      return client
          .send(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n")
          .readHead();
    }
  }
}
