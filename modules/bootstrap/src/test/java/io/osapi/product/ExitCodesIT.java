package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.product.Installation.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What scripts rely on: each exit code, from the packaged product. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExitCodesIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** A host that was seen once and has gone: what is for it waits. */
  private static final String AWAY = "db-02";

  private Installation osapi;
  private String admin;
  private String reader;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
    admin = osapi.token("admin");
    reader = osapi.token("read");
    osapi.startNats();
    osapi.startApi();
    osapi.startWorker("web-01");
    var away = osapi.startWorker(AWAY);
    try (var rest = new Rest(osapi, admin)) {
      osapi.awaitWorkers(rest, 2);
      assertThat(away.stop()).isZero();
      osapi.awaitWorkers(rest, 1);
    }
  }

  @AfterAll
  void stop() {
    osapi.close();
  }

  @Test
  void what_worked_is_0() throws Exception {
    var run = asAdmin("client system hostname -T web-01");

    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void what_cannot_be_done_is_1() throws Exception {
    var run = asAdmin("api server start");

    assertFailed(run, 1, "Cannot listen on 127.0.0.1 port " + osapi.apiPort);
  }

  @Test
  void what_was_typed_wrongly_is_2_and_the_nearest_is_named() throws Exception {
    var run = asAdmin("client system hostnme");

    assertFailed(run, 2, "Unmatched argument at index 4: 'hostnme'");
    assertThat(run.err()).contains("Did you mean").contains("hostname");
  }

  @Test
  void a_configuration_with_faults_is_2() throws Exception {
    var broken = osapi.directory.resolve("broken.yaml");
    Files.writeString(broken, "api:\n  client:\n    url: 7\n");

    assertFailed(asAdmin("config validate -f " + broken), 2, "broken.yaml:3: api.client.url");
  }

  @Test
  void a_host_that_failed_is_3_and_its_reason_is_data() throws Exception {
    var run = asAdmin("client network dns get --interface-name nosuch0 -T web-01");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.out()).contains("failed").contains("no interface is named nosuch0");
    assertThat(run.err()).isEqualTo("1 host: 1 failed\n");
  }

  @Test
  void no_token_is_4_with_a_way_to_get_one_and_no_stack_trace() throws Exception {
    var run = osapi.run("client", "worker", "list");

    assertFailed(run, 4, "No token is configured");
    assertThat(run.err()).contains("osapi token generate");
  }

  @Test
  void a_token_that_is_none_is_4_where_it_is_checked_and_where_it_is_used() throws Exception {
    assertFailed(asAdmin("token validate -t no.token.this"), 4, "The token is not valid");
    assertFailed(
        osapi.runAs("no.token.this", "client", "worker", "list"), 4, "The token was not accepted");
  }

  @Test
  void too_small_a_role_is_5() throws Exception {
    assertFailed(osapi.runAs(reader, "client", "network", "ping", "-a", "127.0.0.1"), 5, "(403 ");
  }

  @Test
  void what_is_not_there_is_6() throws Exception {
    assertFailed(asAdmin("client system hostname -T web-99"), 6, "web-99");
    assertFailed(asAdmin("client job get 01a1fe7d-7954-7c04-853f-f6c22d15b40f"), 6, "01a1fe7d");
  }

  @Test
  void a_job_that_nobody_began_in_time_is_7() throws Exception {
    var run = asAdmin("client job run --operation system.uptime.get -T db-02 --expires-in 1s");

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(7);
    assertThat(run.out()).contains("expired");
  }

  @Test
  void a_final_job_that_is_cancelled_is_8() throws Exception {
    var id = asAdmin("client job run --operation system.uptime.get -o name").out().strip();

    assertFailed(asAdmin("client job cancel " + id), 8, id);
  }

  @Test
  void an_api_that_nobody_started_is_9() throws Exception {
    try (var nobody = new Installation(Files.createDirectory(osapi.directory.resolve("nobody")))) {
      var run = nobody.run("client", "health");

      assertFailed(run, 9, "Nothing answers at http://127.0.0.1:" + nobody.apiPort);
    }
  }

  @Test
  void an_interrupt_is_130_and_names_the_job_that_goes_on() throws Exception {
    var waiting =
        osapi.startAs(
            admin, "waiting", "client", "job", "run", "--operation=system.os.get", "-T", AWAY);
    await().atMost(SOON).until(() -> Files.readString(waiting.log()).startsWith("Job "));

    interrupt(waiting.process());

    assertThat(waiting.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.process().exitValue()).isEqualTo(130);
    assertThat(Files.readString(waiting.log())).doesNotContain("\tat ");
  }

  private Result asAdmin(String line) throws Exception {
    return osapi.runAs(admin, line.split(" "));
  }

  private static void assertFailed(Result run, int exitCode, String message) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("Error: ")
        .contains(message)
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
  }

  /** As Ctrl-C does. */
  private static void interrupt(Process process) throws Exception {
    var kill = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
