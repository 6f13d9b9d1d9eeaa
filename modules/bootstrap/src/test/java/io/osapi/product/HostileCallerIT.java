package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Everything that a caller may choose, made up to break the log, in the real processes. */
class HostileCallerIT {
  /** What a forged line would look like in either format, after a line break of any kind. */
  private static final String FORGED =
      "x\r\n2026-01-01T00:00:00.000Z ERROR forged: y\n{\"time\":\"forged\"}\u001b[2J\u0085\u2028\u202e";

  private static final String ENCODED =
      "x%0d%0a2026-01-01T00:00:00.000Z%20ERROR%20forged:%20y%0a%7b%22time%22%7d%1b%5b2J%c2%85%e2%80%ae";

  private static final String TEXT_LINE =
      "\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z (TRACE|DEBUG|INFO |WARN |ERROR) \\S+"
          + "( [a-z_]+=(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\":=]+))*: .*";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"text, trace", "json, trace", "text, info", "json, info"})
  void nothing_that_a_caller_chooses_makes_a_line_of_its_own(String format, String level)
      throws Exception {
    var settings =
        Map.of("OSAPI_TELEMETRY_LOGGING_FORMAT", format, "OSAPI_TELEMETRY_LOGGING_LEVEL", level);
    try (var osapi = new Installation(directory, settings)) {
      var roles = List.of(osapi.startNats(), osapi.startApi(), osapi.startWorker("web-01"));
      var token = osapi.run("token", "generate", "-r", "admin", "-u", FORGED).out().strip();
      try (var rest = new Rest(osapi, token)) {
        osapi.awaitWorkers(rest, 1);
        assertThat(rest.get("/system/hostname?target=web-01").status()).isEqualTo(200);
        assertThat(rest.get("/system/hostname?target=" + ENCODED).status()).isEqualTo(400);
        assertThat(rest.get("/jobs/" + ENCODED).status()).isEqualTo(404);
        assertThat(rest.get("/nowhere/" + ENCODED + "?" + ENCODED + "=" + ENCODED).status())
            .isEqualTo(404);
        assertThat(
                rest.ask(
                        "POST",
                        "/jobs",
                        Map.of(
                            "operation",
                            Map.of("type", FORGED, "data", Map.of(FORGED, FORGED)),
                            "target",
                            FORGED))
                    .status())
            .isEqualTo(400);
        assertThat(
                rest.ask(
                        "PUT",
                        "/network/dns?target=web-01",
                        Map.of("interface", FORGED, "servers", List.of(FORGED)))
                    .status())
            .isEqualTo(400);
      }
      for (var header :
          List.of(
              "User-Agent",
              "X-Request-Id",
              "traceparent",
              "tracestate",
              "Origin",
              "Referer",
              "Authorization",
              "Idempotency-Key",
              "Prefer",
              "X-Forwarded-For",
              "Content-Type")) {
        raw(
            osapi,
            "POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\n"
                + header
                + ": a\tb\u001b[2J\u0085\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
      }
      raw(osapi, "GET /\u001b[2J\r HTTP/1.1\r\n\r\n");
      raw(osapi, "\u001b[2J{\"time\"\n2026-01-01T00:00:00.000Z ERROR forged: y\n\n");
      assertThat(osapi.runAs(token, "client", "system", "hostname").exitCode()).isZero();

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.readString(roles.get(1).log()).contains("forged"));
      for (var role : roles) {
        assertLinesHold(format, role.log());
      }
    }
  }

  private static void assertLinesHold(String format, Path log) throws IOException {
    var text = Files.readString(log);
    assertThat(text.chars().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x202e);
    var form = Pattern.compile(TEXT_LINE);
    for (var line : text.split("\n")) {
      if (format.equals("json")) {
        var members = JsonMapper.shared().readTree(line);
        assertThat(members.propertyNames()).as(line).contains("time", "level", "logger", "message");
        assertThat(members.get("time").asString()).isNotEqualTo("forged");
      } else {
        assertThat(line).matches(form).doesNotStartWith("2026-01-01T00:00:00.000Z");
      }
    }
  }

  /** Sends what no library would, and reads until the server has had enough. */
  private static void raw(Installation osapi, String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", osapi.apiPort)) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(15));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }
  }
}
