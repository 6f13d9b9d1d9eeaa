package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.access.Role;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strange input of every kind, into every place that takes input: nothing of it is our fault. */
class FuzzTest {
  private static final List<String> STRANGE =
      List.of(
          "",
          " ",
          "%00",
          "%0d%0a",
          "%ff",
          "%c0%ae",
          "%e2%80%ae",
          "%f0%9f%92%a9",
          "..",
          "%2e%2e",
          "%2F",
          "%5c",
          "*",
          "%3e",
          "a.b",
          "_any",
          "_ALL",
          "-x",
          "';drop",
          "${jndi}",
          "{id}",
          "a;b=c",
          "a:b:c",
          "0",
          "-1",
          "1e400",
          "NaN",
          "null",
          "true",
          "99999999999999999999999999",
          "PT99999999999999999999S",
          "999999999d999999999h",
          "a".repeat(2_000));

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-0.0",
          "1e400",
          "-1e-400",
          "123456789012345678901234567890",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"_any\"",
          "\"" + "a".repeat(5_000) + "\"",
          "\"PT99999999999999999999S\"",
          "[]",
          "[null]",
          "[[[[1]]]]",
          "{}",
          "{\"\":{}}",
          "{\"type\":null,\"data\":[]}",
          "{\"type\":\"demo.thing.update\",\"data\":{\"name\":{},\"sizes\":{},\"note\":[]}}",
          "{\"type\":\"demo.thing.update\",\"data\":{\"name\":\"a\",\"sizes\":[null,1.5,1e30]}}",
          "{\"type\":\"demo.thing.get\",\"data\":{\"name\":\"a\",\"level\":1.0000000000000001}}");

  private static RunningApi api;

  @BeforeAll
  static void start() {
    api = new RunningApi();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<String> paths() {
    return STRANGE.stream()
        .flatMap(strange ->
            Stream.of(
                "/" + strange,
                "/api/v1/jobs/" + strange,
                "/api/v1/workers/" + strange,
                "/api/v1/demo/thing/" + strange,
                "/api/v1/demo/all?target=" + strange,
                "/api/v1/demo/all?timeout=" + strange,
                "/api/v1/demo/thing/a?level=" + strange,
                "/api/v1/version?" + strange,
                "/api/v1/version?" + strange + "=" + strange + "&" + strange));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void no_path_or_query_is_our_fault(String path) throws IOException {
    isNoFaultOfOurs("GET " + path + " HTTP/1.1\r\n" + head(Role.READ) + "\r\n");
  }

  static Stream<String> bodies() {
    var submissions =
        VALUES.stream()
            .flatMap(value ->
                Stream.of(
                    value,
                    "{\"operation\":" + value + "}",
                    "{\"operation\":{\"type\":" + value + ",\"data\":" + value + "}}",
                    "{\"operation\":{\"type\":\"demo.all.get\"},\"target\":" + value + "}",
                    "{\"operation\":{\"type\":\"demo.all.get\"},\"timeout\":" + value + "}",
                    "{\"operation\":{\"type\":\"demo.all.get\"},\"expires_in\":" + value + "}"));
    var random = new Random(20_260_131);
    var good = "{\"operation\":{\"type\":\"demo.all.get\",\"data\":{}},\"target\":\"_any\"}";
    var damaged = IntStream.range(0, 200).mapToObj(_ -> damage(good, random));
    return Stream.concat(submissions, damaged);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void no_body_is_our_fault(String body) throws IOException {
    isNoFaultOfOurs(
        "POST /api/v1/jobs HTTP/1.1\r\n"
            + head(Role.WRITE)
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  static Stream<String> headers() {
    return Stream.of(
            "Authorization: ",
            "Content-Type: ",
            "Prefer: ",
            "Idempotency-Key: ",
            "Prefer: wait=",
            "If-None-Match: ",
            "X-Request-Id: ",
            "traceparent: ",
            "Expect: ",
            "Connection: ",
            "Upgrade: ",
            "Accept: ",
            "Host: ")
        .flatMap(name ->
            Stream.of(
                    "",
                    ",",
                    ";",
                    "=",
                    "\"",
                    "a",
                    "\u00ff",
                    "99999999999999999999",
                    "Bearer",
                    "Bearer ..",
                    "wait=-1",
                    "upgrade",
                    "h2c",
                    "*/*;q=x",
                    "a".repeat(8_000))
                .map(value -> name + value));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void no_header_is_our_fault(String header) throws IOException {
    var body = "{\"operation\":{\"type\":\"demo.all.get\"}}";
    isNoFaultOfOurs(
        "POST /api/v1/jobs HTTP/1.1\r\n"
            + head(Role.WRITE)
            + header
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Whatever it is answered with, it is not a 500, and errors are problems with their ids. */
  private static void isNoFaultOfOurs(String request) throws IOException {
    try (var client = new RawClient(api.server.port())) {
      var answer = client.send(request).read();

      // 503 is right where the target is a good one: there are no workers.
      assertThat(answer.status()).isBetween(200, 503).isNotEqualTo(500);
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
      if (answer.status() >= 400) {
        assertThat(answer.json()).containsKeys("code", "request_id", "trace_id");
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("java.");
      }
    }
  }

  private static String head(Role role) {
    return "Host: x\r\nAuthorization: Bearer " + api.token(role) + "\r\n";
  }

  /** Some characters replaced, removed or doubled. */
  private static String damage(String text, Random random) {
    var damaged = new StringBuilder(text);
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.setCharAt(at, (char) random.nextInt(256));
        case 1 -> damaged.deleteCharAt(at);
        default -> damaged.insert(at, damaged.charAt(at));
      }
    }
    return damaged.toString();
  }
}
