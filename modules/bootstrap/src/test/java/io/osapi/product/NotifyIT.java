package io.osapi.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.os.supervisor.ListeningSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd hears of each role, from the packaged product to a socket as systemd has it. */
class NotifyIT {
  private static final Duration WATCHDOG = Duration.ofSeconds(1);
  private static final Duration TWO_WATCHDOGS = WATCHDOG.multipliedBy(2);

  private final String name = "@osapi-test-" + UUID.randomUUID();
  private final ListeningSocket systemd = new ListeningSocket(name);
  private Installation osapi;

  @BeforeEach
  void install(@TempDir Path directory) throws Exception {
    osapi = new Installation(directory);
  }

  @AfterEach
  void end() {
    osapi.close();
    systemd.close();
  }

  @Test
  void a_nats_server_is_ready_when_it_answers_and_not_alive_when_it_does_not() throws Exception {
    var nats = osapi.startNotifying("nats", name, WATCHDOG, "nats", "server", "start");

    assertThat(systemd.next("READY"))
        .isEqualTo("READY=1\nSTATUS=nats-server at nats://127.0.0.1:" + osapi.natsPort);
    systemd.next("WATCHDOG=1");
    var server =
        nats.process().descendants().filter(NotifyIT::isNatsServer).findAny().orElseThrow();
    signal("STOP", server);
    assertThat(systemd.next("STATUS")).endsWith("does not answer");
    assertThat(systemd.nextWithin(TWO_WATCHDOGS)).as("alive").isEmpty();
    signal("CONT", server);
    systemd.next("WATCHDOG=1");

    assertThat(nats.stop()).isZero();
    systemd.next("STOPPING=1");
  }

  @Test
  void an_api_says_what_it_waits_for_and_is_ready_with_its_broker() throws Exception {
    var api = osapi.startNotifying("api", name, WATCHDOG, "api", "server", "start");

    assertThat(systemd.next("STATUS"))
        .startsWith("STATUS=API at http://127.0.0.1:" + osapi.apiPort + " waits: ");
    systemd.next("WATCHDOG=1");
    osapi.startNats();
    assertThat(systemd.next("READY"))
        .isEqualTo("READY=1\nSTATUS=API at http://127.0.0.1:" + osapi.apiPort);

    assertThat(api.stop()).isZero();
    systemd.next("STOPPING=1");
  }

  @Test
  void a_worker_without_a_broker_is_alive_and_holds_nothing_up() throws Exception {
    var worker = osapi.startNotifying("worker", name, WATCHDOG, "job", "worker", "start");

    assertThat(systemd.next("STATUS")).endsWith("waits for NATS; 0 jobs running");
    assertThat(systemd.next("READY")).endsWith("waits for NATS; 0 jobs running");
    systemd.next("WATCHDOG=1");
    osapi.startNats();
    osapi.startApi();
    assertThat(systemd.next("STATUS")).endsWith("takes jobs; 0 running");

    assertThat(worker.stop()).isZero();
    systemd.next("STOPPING=1");
  }

  @Test
  void a_state_directory_that_cannot_be_is_a_sentence_and_a_reason_to_try_again(
      @TempDir Path directory) throws Exception {
    var settings = Map.of("OSAPI_NATS_STATE_DIR", "/proc/no-such-directory");
    try (var other = new Installation(directory, settings)) {
      var run = other.run("nats", "server", "start");

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("Error: Cannot serve: ", "/proc/no-such-directory");
    }
  }

  @Test
  void all_in_one_process_speak_with_one_voice() throws Exception {
    var all = osapi.startNotifying("all", name, WATCHDOG, "start");

    assertThat(systemd.next("READY"))
        .contains("nats-server at nats://", "; API at http://", "; worker ");
    assertThat(all.stop()).isZero();
    systemd.next("STOPPING=1");
  }

  private static boolean isNatsServer(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("nats-server");
  }

  private static void signal(String signal, ProcessHandle process) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
