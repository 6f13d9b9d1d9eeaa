package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the server of another JVM, when that JVM ends in all the ways there are. */
@Timeout(
    value = 60,
    unit = TimeUnit.SECONDS,
    // A read from the other process does not heed an interrupt.
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoOrphanTest {
  @TempDir private Path store;
  private Process jvm;
  private BufferedReader output;
  private long serverPid;
  private int port;

  @BeforeEach
  void start_a_jvm_with_a_server() throws IOException {
    // In a process group of its own and with the usual signals, as a shell starts a job in a
    // terminal: whoever runs the tests in the background has them ignored.
    jvm =
        new ProcessBuilder(
                "setsid",
                "env",
                "--default-signal=INT,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NatsServerProgram.class.getName(),
                store.toString())
            .redirectError(Redirect.DISCARD)
            .start();
    output = jvm.inputReader();
    var ready = output.readLine().split(" ");
    serverPid = Long.parseLong(ready[1]);
    port = Integer.parseInt(ready[2]);
  }

  @AfterEach
  void kill_what_a_failed_test_left() {
    jvm.destroyForcibly();
    ProcessHandle.of(serverPid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_killed_jvm_takes_its_server_along_in_an_orderly_way() throws Exception {
    createStream();

    signal("KILL", jvm.pid());

    awaitNothingLeft();
    // JetStream writes its index when it is closed, not before.
    assertThat(store.resolve("jetstream/$G/streams/TEST/msgs/index.db")).exists();
  }

  @Test
  void a_server_that_does_not_stop_is_killed_by_its_guard() throws Exception {
    signal("STOP", serverPid);

    signal("KILL", jvm.pid());

    await().atMost(Duration.ofSeconds(10)).until(() -> Leftovers.of(store).isEmpty());
  }

  @Test
  void the_store_of_a_killed_jvm_can_be_used_again_at_once() throws Exception {
    createStream();
    signal("KILL", jvm.pid());
    try (var server = NatsServer.start(TestNats.settings(store))) {
      var connection = Nats.connect(server.url());
      assertThat(connection.jetStreamManagement().getStreamNames()).containsExactly("TEST");
      connection.close();
    }
  }

  @Test
  void ctrl_c_in_a_terminal_leaves_the_server_to_those_who_need_it_to_finish() throws Exception {
    signal("INT", -jvm.pid());
    assertOrderlyEnd();
  }

  @Test
  void a_closed_terminal_leaves_the_server_to_those_who_need_it_to_finish() throws Exception {
    signal("HUP", -jvm.pid());
    assertOrderlyEnd();
  }

  @Test
  void sigterm_ends_both() throws Exception {
    signal("TERM", jvm.pid());
    assertOrderlyEnd();
  }

  @Test
  void a_killed_server_takes_its_guard_along() throws Exception {
    signal("KILL", serverPid);
    awaitNothingLeft();
    assertThat(jvm.isAlive()).isTrue();
  }

  private void assertOrderlyEnd() throws IOException {
    assertThat(output.readLine()).isEqualTo("still serving");
    assertThat(output.readLine()).isEqualTo("stopped");
    awaitNothingLeft();
  }

  private void awaitNothingLeft() {
    await().atMost(Duration.ofSeconds(5)).until(() -> Leftovers.of(store).isEmpty());
  }

  private void createStream() throws Exception {
    var connection = Nats.connect("nats://127.0.0.1:" + port);
    try {
      connection
          .jetStreamManagement()
          .addStream(StreamConfiguration.builder().name("TEST").subjects("test").build());
      connection.jetStream().publish("test", new byte[] {1});
    } finally {
      connection.close();
    }
  }

  /** To a process, or to all processes of a group if the number is negative, as kill(2) has it. */
  private static void signal(String name, long target) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " -- " + target).start();
    assertThat(kill.waitFor()).isZero();
  }
}
