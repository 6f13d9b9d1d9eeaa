package io.osapi.adapters.os.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final String ANYWHERE = "@osapi-test-" + UUID.randomUUID();

  @TempDir Path directory;

  @Test
  void nobody_is_told_where_nobody_asked() throws Exception {
    assertThat(Supervisor.of(Map.of())).isEmpty();
    assertThat(Supervisor.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
  }

  @Test
  void a_socket_in_the_file_system_hears_every_word() throws Exception {
    hears(directory.resolve("notify").toString());
  }

  @Test
  void so_does_one_in_the_abstract_namespace() throws Exception {
    hears(ANYWHERE);
  }

  private void hears(String name) throws Exception {
    try (var socket = new ListeningSocket(name)) {
      var supervisor = supervisor(Map.of("NOTIFY_SOCKET", name));

      supervisor.ready("serves at https://[::]:8080");
      supervisor.say("waits for NATS");
      supervisor.alive();
      supervisor.stopping("stops");

      assertThat(socket.next()).isEqualTo("READY=1\nSTATUS=serves at https://[::]:8080");
      assertThat(socket.next()).isEqualTo("STATUS=waits for NATS");
      assertThat(socket.next()).isEqualTo("WATCHDOG=1");
      assertThat(socket.next()).isEqualTo("STOPPING=1\nSTATUS=stops");
    }
  }

  @Test
  void what_an_error_says_cannot_pretend_to_be_a_word_of_ours() throws Exception {
    try (var socket = new ListeningSocket(ANYWHERE)) {
      supervisor(Map.of("NOTIFY_SOCKET", ANYWHERE)).say("refused\nMAINPID=1\r\n\u001b[31m");

      assertThat(socket.next()).isEqualTo("STATUS=refused MAINPID=1   [31m");
    }
  }

  @Test
  void the_longest_names_fit_and_longer_ones_are_refused() throws Exception {
    var longest = "@" + "x".repeat(107);
    try (var socket = new ListeningSocket(longest)) {
      supervisor(Map.of("NOTIFY_SOCKET", longest)).alive();

      assertThat(socket.next()).isEqualTo("WATCHDOG=1");
    }
    assertThatThrownBy(() -> Supervisor.of(Map.of("NOTIFY_SOCKET", longest + "x")))
        .isInstanceOf(IOException.class)
        .hasMessage("NOTIFY_SOCKET is not right: longer than 107 bytes");
  }

  @Test
  void what_is_no_socket_of_this_host_is_refused() {
    assertThatThrownBy(() -> Supervisor.of(Map.of("NOTIFY_SOCKET", "vsock:2:1234")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("neither a path nor @ and a name");
    assertThatThrownBy(() -> Supervisor.of(Map.of("NOTIFY_SOCKET", "@")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void where_nobody_listens_it_cannot_be_said() throws Exception {
    var supervisor = supervisor(Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()));

    assertThatThrownBy(supervisor::alive)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/gone failed with error 2");
  }

  @Test
  void a_watchdog_counts_only_for_the_process_it_was_set_for() throws Exception {
    var mine = Long.toString(ProcessHandle.current().pid());

    assertThat(watchdog("30000000", mine)).contains(Duration.ofSeconds(30));
    assertThat(watchdog("30000000", "")).contains(Duration.ofSeconds(30));
    assertThat(watchdog("30000000", "1")).isEmpty();
    for (var none : new String[] {"", "0", "-5", "soon", "9".repeat(30)}) {
      assertThat(watchdog(none, mine)).as(none).isEmpty();
    }
    assertThat(watchdog("9".repeat(18), mine)).contains(Duration.ofDays(36_500));
  }

  private static Optional<Duration> watchdog(String micros, String process) throws IOException {
    return supervisor(
            Map.of("NOTIFY_SOCKET", "@any", "WATCHDOG_USEC", micros, "WATCHDOG_PID", process))
        .watchdog();
  }

  private static Supervisor supervisor(Map<String, String> environment) throws IOException {
    return Supervisor.of(environment).orElseThrow();
  }
}
