package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCommandTest {
  private static final String JOB = "/api/v1/jobs/" + Recorded.JOB_ID;

  private final RecordedApi api = new RecordedApi();
  private final Shell shell = Shell.at(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void add_sends_operation_data_target_and_times_and_shows_the_id() {
    api.on("POST /api/v1/jobs", 201, Recorded.JOB_CREATED);

    var outcome =
        shell.run(
            "client",
            "job",
            "add",
            "--operation",
            "network.ping.do",
            "--data",
            "{\"address\":\"192.0.2.1\"}",
            "-T",
            "web-01",
            "--timeout",
            "10s",
            "--expires-in",
            "2h",
            "-o",
            "name");

    assertThat(outcome.out()).isEqualTo(Recorded.JOB_ID + "\n");
    assertThat(api.last().body())
        .isEqualTo(
            "{\"operation\":{\"type\":\"network.ping.do\",\"data\":{\"address\":\"192.0.2.1\"}},\"target\":\"web-01\",\"timeout\":\"PT10S\",\"expires_in\":\"PT2H\"}");
  }

  @Test
  void a_file_is_sent_as_it_is_but_for_the_options(@TempDir Path directory) throws Exception {
    api.on("POST /api/v1/jobs", 201, Recorded.JOB_CREATED);
    var file = directory.resolve("job.json");
    Files.writeString(
        file, "{\"operation\":{\"type\":\"x.y.z\"},\"target_hostname\":\"web-02\",\"new\":[1.50]}");

    shell.run("client", "job", "add", "--json-file", file.toString(), "-T", "web-01");

    assertThat(api.last().body())
        .isEqualTo("{\"operation\":{\"type\":\"x.y.z\"},\"new\":[1.50],\"target\":\"web-01\"}");
  }

  @Test
  void what_is_not_json_is_named_with_its_place() {
    var outcome =
        shell.typing("{\n \"operation\": oops }").run("client", "job", "add", "--json-file", "-");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("standard input is not JSON").contains("line 2");
  }

  @Test
  void a_file_that_is_not_there_is_said_in_words() {
    var outcome = shell.run("client", "job", "add", "--json-file", "/nowhere/job.json");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("Cannot read /nowhere/job.json: there is no such file.");
  }

  @Test
  void either_a_file_or_an_operation_must_be_given() {
    assertThat(shell.run("client", "job", "add").code()).isEqualTo(2);
    assertThat(
            shell
                .run("client", "job", "add", "--json-file", "-", "--operation", "system.os.get")
                .code())
        .isEqualTo(2);
  }

  @Test
  void run_waits_and_shows_each_hosts_progress_on_a_terminal() {
    api.on("POST /api/v1/jobs", 201, Recorded.JOB_CREATED)
        .on("GET " + JOB, 200, Recorded.JOB_PROCESSING)
        .on("GET " + JOB, 200, Recorded.JOB_PARTLY_FAILED);

    var outcome =
        shell
            .onTerminals(120, Cli.Standard.ERR)
            .run("client", "job", "run", "--operation", "network.dns.update", "-T", "_all", "-y");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(api.last().prefer()).contains("wait=2");
    assertThat(outcome.err())
        .contains("web-01 completed")
        .contains("Waiting for 1 of 2 hosts: web-02")
        .contains("2 hosts: 1 completed, 1 failed");
    assertThat(outcome.out())
        .containsPattern("web-02 +failed +1\\.4s")
        .contains("resolvectl: Unit dbus-org.freedesktop.resolve1.service not found");
  }

  @Test
  void run_says_nothing_of_progress_elsewhere() {
    api.on("POST /api/v1/jobs", 201, Recorded.JOB_CREATED)
        .on("GET " + JOB, 200, Recorded.JOB_COMPLETED);

    var outcome =
        shell.run("client", "job", "run", "--operation", "network.dns.update", "-T", "_all", "-y");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).doesNotContain("\r").contains("2 hosts: 2 completed");
    assertThat(outcome.out()).contains("web-02    completed  no");
  }

  @Test
  void a_wait_outlives_an_api_that_is_away_for_a_moment() {
    api.on("GET " + JOB, 503, Recorded.problem(503, "unavailable", "The store is away."))
        .on("GET " + JOB, 200, Recorded.JOB_COMPLETED);

    assertThat(shell.run("client", "job", "get", Recorded.JOB_ID, "--wait").code()).isZero();
  }

  @Test
  void a_wait_that_is_interrupted_is_130_and_names_the_job() throws Exception {
    api.on("GET " + JOB, 200, Recorded.JOB_PROCESSING);
    var outcome = new CompletableFuture<Shell.Outcome>();
    var waiting =
        Thread.ofVirtual()
            .start(() ->
                outcome.complete(shell.run("client", "job", "get", Recorded.JOB_ID, "--wait")));
    await().until(() -> !api.asked().isEmpty());

    waiting.interrupt();

    assertThat(outcome.get(10, TimeUnit.SECONDS).code()).isEqualTo(130);
  }

  @Test
  void get_shows_hosts_and_results_and_wide_the_timeline_too() {
    api.on("GET " + JOB, 200, Recorded.JOB_PARTLY_FAILED);

    var outcome = shell.run("client", "job", "get", Recorded.JOB_ID);
    var wide = shell.run("client", "job", "get", Recorded.JOB_ID, "-o", "wide");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("status      partial_failure")
        .contains("operation   network.dns.update")
        .doesNotContain("TIMESTAMP");
    assertThat(wide.out()).contains("2026-01-31T12:00:00.040Z  started");
  }

  @Test
  void list_sends_what_was_asked_for_and_says_how_to_see_more() {
    api.on("GET /api/v1/jobs?status=failed&limit=2&offset=4", 200, Recorded.JOBS);

    var outcome =
        shell.run("client", "job", "list", "--status", "failed", "--limit", "2", "--offset", "4");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("network.dns.update").contains("AGE", "HOSTS");
    assertThat(outcome.err()).isEqualTo("2 of 532 jobs; more with --offset 6\n");
  }

  @Test
  void status_is_shown_once_to_a_pipe() {
    api.on("GET /api/v1/jobs/status", 200, Recorded.JOB_COUNTS);

    var outcome = shell.run("client", "job", "status");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("completed   530").contains("dead letters  1");
  }

  @Test
  void status_goes_on_on_a_terminal_until_it_is_interrupted() throws Exception {
    api.on("GET /api/v1/jobs/status", 200, Recorded.JOB_COUNTS);
    var outcome = new CompletableFuture<Shell.Outcome>();
    var watching =
        Thread.ofVirtual()
            .start(() ->
                outcome.complete(
                    shell
                        .onTerminal(80)
                        .run("client", "job", "status", "--poll-interval-seconds", "1")));
    await().until(() -> api.asked().size() > 1);

    watching.interrupt();

    assertThat(outcome.get(10, TimeUnit.SECONDS).code()).isEqualTo(130);
  }

  @Test
  void status_outlives_an_outage_of_the_api() throws Exception {
    api.on("GET /api/v1/jobs/status", 200, Recorded.JOB_COUNTS)
        .on("GET /api/v1/jobs/status", 503, Recorded.problem(503, "unavailable", "NATS is away."))
        .on("GET /api/v1/jobs/status", 200, Recorded.JOB_COUNTS);
    var outcome = new CompletableFuture<Shell.Outcome>();
    var watching =
        Thread.ofVirtual()
            .start(() ->
                outcome.complete(
                    shell
                        .onTerminal(80)
                        .run("client", "job", "status", "--poll-interval-seconds", "1")));
    await().until(() -> api.asked().size() > 3);

    watching.interrupt();

    assertThat(outcome.get(10, TimeUnit.SECONDS).err())
        .contains("The API is away; asking again.")
        .doesNotContain("NATS is away");
  }

  @Test
  void retry_cancel_and_delete_ask_their_endpoints() {
    api.on("POST " + JOB + "/retry", 201, Recorded.JOB_CREATED)
        .on("POST " + JOB + "/cancel", 202, Recorded.JOB_PROCESSING)
        .on("DELETE " + JOB, 204, "");

    assertThat(shell.run("client", "job", "retry", Recorded.JOB_ID, "--only-failed").code())
        .isZero();
    assertThat(api.last().body()).isEqualTo("{\"only\":\"failed\"}");
    assertThat(shell.run("client", "job", "cancel", Recorded.JOB_ID).err()).contains("cancelled");
    var deleted = shell.run("client", "job", "delete", Recorded.JOB_ID);
    assertThat(deleted.code()).isZero();
    assertThat(deleted.err()).contains("is deleted");
  }

  @Test
  void an_empty_id_is_refused_before_anything_is_asked() {
    var outcome = shell.run("client", "job", "delete", "");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEqualTo("Error: <job-id> is empty.\n");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void an_id_cannot_leave_its_place_in_the_path() {
    shell.run("client", "job", "delete", "../workers?x=1");

    assertThat(api.last().line()).isEqualTo("DELETE /api/v1/jobs/..%2Fworkers%3Fx%3D1");
  }
}
