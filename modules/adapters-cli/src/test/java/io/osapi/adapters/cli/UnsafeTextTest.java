package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts from hosts and servers never become control codes of somebody's terminal. */
class UnsafeTextTest {
  /** Clears the screen, rings, goes back, sets a title, reorders, and does it with C1 as well. */
  private static final String EVIL_JSON =
      "\\u001b[2J\\u0007\\r\\u001b]0;x\\u0007\\u202eabc\\u009b31m\\nroot@host # \\u2028";

  @ParameterizedTest
  @ValueSource(strings = {"table", "wide", "json", "jsonl", "yaml", "name"})
  void no_format_passes_them_on(String format) {
    try (var api = new RecordedApi()) {
      api.on(
          "GET /api/v1/system/hostname",
          200,
          """
          {"job_id":"j","results":[
           {"hostname":"web%1$s","status":"%1$s","fqdn":"%1$s","labels":{"%1$s":"%1$s"},"error":"%1$s"}]}
          """
              .formatted(EVIL_JSON));

      for (var shell : new Shell[] {Shell.at(api), Shell.at(api).onTerminal(400)}) {
        var outcome = shell.with("NO_COLOR", "1").run("client", "system", "hostname", "-o", format);

        assertNothingUnsafe(outcome.out());
        assertNothingUnsafe(outcome.err());
        assertThat(outcome.out()).containsAnyOf("\\x1b[2J", "\\u001b[2J", "\\u001B[2J", "\\e[2J");
      }
    }
  }

  static Stream<Arguments> answers() {
    var job = "GET /api/v1/jobs/" + Recorded.JOB_ID;
    return Stream.of(
        arguments("job get " + Recorded.JOB_ID, job, Recorded.JOB_PARTLY_FAILED),
        arguments("job get -o wide " + Recorded.JOB_ID, job, Recorded.JOB_PARTLY_FAILED),
        arguments("job get --wait " + Recorded.JOB_ID, job, Recorded.JOB_PARTLY_FAILED),
        arguments("job list --limit 2", "GET /api/v1/jobs?limit=2", Recorded.JOBS),
        arguments("job add --operation system.os.get", "POST /api/v1/jobs", Recorded.JOB_CREATED),
        arguments("worker list", "GET /api/v1/workers", Recorded.WORKERS),
        arguments("worker list -o wide", "GET /api/v1/workers", Recorded.WORKERS),
        arguments(
            "system status -T _all",
            "GET /api/v1/system/status?target=_all",
            Recorded.STATUS_OF_TWO_HOSTS),
        arguments("health status", "GET /health/status", Recorded.HEALTH_STATUS));
  }

  /** Each text of an answer was made up by a host, but for what tells whether a job is final. */
  @ParameterizedTest
  @MethodSource("answers")
  void no_command_passes_them_on(String command, String line, String usual) throws Exception {
    try (var api = new RecordedApi()) {
      var answer = Json.asMap(evil(Json.read(usual)));
      answer.put("status", Json.asMap(Json.read(usual)).getOrDefault("status", ""));
      api.on(line, 200, Json.write(answer));

      for (var shell : new Shell[] {Shell.at(api), Shell.at(api).onTerminal(400)}) {
        var outcome = shell.with("NO_COLOR", "1").run(("client " + command).split(" "));

        assertNothingUnsafe(outcome.out());
        // The line of the progress is rewritten with a control sequence of our own.
        assertNothingUnsafe(outcome.err().replace("\r\u001b[K", ""));
        assertThat(outcome.out()).contains("\\x1b[2J");
      }
    }
  }

  private static Object evil(Object value) throws Json.Malformed {
    return switch (value) {
      case String text -> text + Json.read('"' + EVIL_JSON + '"');
      case List<?> list -> {
        var all = new ArrayList<>();
        for (var each : list) {
          all.add(evil(each));
        }
        yield all;
      }
      case Map<?, ?> map -> {
        var all = new LinkedHashMap<String, Object>();
        for (var member : Json.asMap(map).entrySet()) {
          all.put(member.getKey(), evil(member.getValue()));
        }
        yield all;
      }
      default -> value;
    };
  }

  @Test
  void an_error_of_the_server_is_shown_safely_too() {
    try (var api = new RecordedApi()) {
      api.on(
          "GET /api/v1/system/hostname",
          400,
          """
          {"detail":"%1$s","code":"%1$s","request_id":"%1$s","errors":[{"pointer":"/%1$s","message":"%1$s"}]}
          """
              .formatted(EVIL_JSON));

      var outcome = Shell.at(api).run("client", "system", "hostname");

      assertThat(outcome.code()).isEqualTo(2);
      assertNothingUnsafe(outcome.err());
    }
  }

  @Test
  void a_stack_trace_that_quotes_a_file_is_shown_safely_too() {
    var outcome =
        new Shell().typing("\u202e31m").run("client", "job", "add", "--json-file", "-", "--debug");

    assertThat(outcome.err()).contains("\tat io.osapi.", "\\u202e");
    assertNothingUnsafe(outcome.err().replace("\t", ""));
  }

  @Test
  void metrics_keep_their_lines() {
    try (var api = new RecordedApi()) {
      api.on("GET /metrics", 200, "# HELP a b\na{x=\"\u001b[2J\"} 1\n");

      assertThat(Shell.at(api).run("client", "metrics").out())
          .isEqualTo("# HELP a b\na{x=\"\\x1b[2J\"} 1\n");
    }
  }

  @Test
  void what_was_typed_wrongly_is_repeated_safely() {
    var outcome = new Shell().run("clent\u001b[2J");

    assertThat(outcome.code()).isEqualTo(2);
    assertNothingUnsafe(outcome.err());
  }

  private static void assertNothingUnsafe(String text) {
    assertThat(text.chars().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
    assertThat(text.lines()).noneMatch(line -> line.startsWith("root@host"));
  }
}
