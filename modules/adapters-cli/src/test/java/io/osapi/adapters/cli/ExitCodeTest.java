package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  private static final String LINE = "GET /api/v1/system/hostname";

  private final RecordedApi api = new RecordedApi();

  @AfterEach
  void close() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid-input, 2",
    "403, not-permitted, 5",
    "404, no-matching-worker, 6",
    "409, job-is-final, 8",
    "413, body-too-large, 2",
    "429, too-many-requests, 9",
    "503, overloaded, 9",
    "500, internal, 1",
    "503, no-live-worker, 9"
  })
  void a_status_has_its_code_and_the_answer_is_put_into_words(
      int status, String problem, int exitCode) {
    api.on(LINE, status, Recorded.problem(status, problem, "What happened. What to do."));

    var outcome = Shell.at(api).run("client", "system", "hostname");

    assertThat(outcome.code()).isEqualTo(exitCode);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .startsWith("Error: What happened. What to do. (" + status + " " + problem + ")\n")
        .contains("(trace 4bf92f3577b34da6a3ce929d0e0e4736, request req-7)")
        .doesNotContain("\tat ");
  }

  @Test
  void hosts_that_failed_are_3() {
    api.on("GET /api/v1/system/status?target=_all", 200, Recorded.STATUS_OF_TWO_HOSTS);

    assertThat(Shell.at(api).run("client", "system", "status", "-T", "_all").code()).isEqualTo(3);
  }

  @Test
  void a_host_that_had_to_skip_it_has_not_failed() {
    api.on(LINE, 200, "{\"results\":[{\"hostname\":\"a\",\"status\":\"skipped\"}]}");

    assertThat(Shell.at(api).run("client", "system", "hostname").code()).isZero();
  }

  @Test
  void an_answer_that_came_too_late_is_7_and_the_job_is_named() {
    api.on(LINE, 202, "{\"job_id\":\"0198c0de\",\"results\":[]}");

    var outcome = Shell.at(api).run("client", "system", "hostname");

    assertThat(outcome.code()).isEqualTo(7);
    assertThat(outcome.err()).contains("osapi client job get 0198c0de --wait");
  }

  @Test
  void nobody_at_the_url_is_9_and_the_key_and_the_next_step_are_named() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    var outcome = Shell.at(URI.create("http://localhost:" + free)).run("client", "health");

    assertThat(outcome.code()).isEqualTo(9);
    assertThat(outcome.err())
        .startsWith(
            "Error: Nothing answers at http://localhost:"
                + free
                + " (api.client.url): connection refused.")
        .contains("osapi start")
        .contains("osapi api server start")
        .doesNotContain("\tat ");
  }

  @Test
  void a_host_name_nobody_knows_is_9() {
    var outcome = Shell.at(URI.create("http://nobody.invalid:8080")).run("client", "health");

    assertThat(outcome.code()).isEqualTo(9);
    assertThat(outcome.err()).contains("http://nobody.invalid:8080 (api.client.url)");
  }

  @Test
  void no_token_is_4_and_says_how_to_get_one() {
    api.on(
        LINE, 401, Recorded.problem(401, "not-authenticated", "A valid bearer token is needed."));

    var outcome = Shell.at(api).withoutToken().run("client", "system", "hostname");

    assertThat(outcome.code()).isEqualTo(4);
    assertThat(api.last().authorization()).isEmpty();
    assertThat(outcome.err())
        .startsWith("Error: No token is configured (401 not-authenticated).\n")
        .contains("osapi token generate")
        .contains("api.client.security.bearer_token")
        .contains("(trace ");
  }

  @Test
  void a_token_that_was_refused_is_never_shown() {
    api.on(
        LINE, 401, Recorded.problem(401, "not-authenticated", "A valid bearer token is needed."));

    var outcome = Shell.at(api).run("client", "system", "hostname", "--debug");

    assertThat(outcome.err()).contains("osapi token validate").doesNotContain("a.b.c");
  }

  @ParameterizedTest
  @CsvSource({"200, <html>log in</html>", "200, []", "302, <html>moved</html>", "302, ''"})
  void a_good_status_with_an_answer_that_is_not_ours_is_an_error_too(int status, String body) {
    api.on(LINE, status, body);

    var outcome = Shell.at(api).run("client", "system", "hostname");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("answered " + status + ", but not as osapi does");
  }

  @Test
  void a_token_that_was_typed_in_a_wrong_place_is_not_repeated() {
    var token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl-_";

    for (var line : new String[] {"client token " + token, "client job gett " + token, token}) {
      var outcome = new Shell().run(line.split(" "));

      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.err()).contains("<token>").doesNotContain("c2lnbmF0dXJl", "eyJ");
    }
  }

  @Test
  void not_ready_is_9_with_the_reason_as_data() {
    api.on("GET /health/ready", 503, "{\"status\":\"not_ready\",\"error\":\"NATS is away\"}");

    var outcome = Shell.at(api).run("client", "health", "ready");

    assertThat(outcome.code()).isEqualTo(9);
    assertThat(outcome.out()).contains("not_ready").contains("NATS is away");
  }

  @Test
  void faults_of_the_configuration_are_2_and_all_of_them_are_said() {
    var shell = Shell.at(api);
    shell.product().configurationFaults =
        java.util.List.of("2 faults:", "a.yaml:3 api.client.url …");

    var outcome = shell.run("client", "system", "hostname");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("Error: 2 faults:\na.yaml:3 api.client.url …\n");
  }

  @Test
  void an_answer_that_is_not_ours_is_an_error_without_its_markup() {
    api.on(LINE, 502, "<html>bad gateway</html>");

    var outcome = Shell.at(api).run("client", "system", "hostname");

    assertThat(outcome.code()).isEqualTo(9);
    assertThat(outcome.err()).contains("answered 502").doesNotContain("<html>");
  }

  @Test
  void a_stack_trace_is_for_debug() {
    api.on(LINE, 403, Recorded.NOT_PERMITTED);

    assertThat(Shell.at(api).run("client", "system", "hostname").err()).doesNotContain("\tat ");
    assertThat(Shell.at(api).run("client", "system", "hostname", "-d").err()).contains("\tat ");
  }

  @Test
  void a_mistyped_word_is_2_and_the_near_ones_are_named() {
    var outcome = Shell.at(api).run("client", "job", "list", "--limt", "5");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("Did you mean: --limit?");
  }
}
