package io.osapi.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.os.supervisor.ListeningSocket;
import io.osapi.adapters.os.supervisor.Supervisor;
import io.osapi.bootstrap.role.Condition;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a real socket in the place of systemd's. */
class SupervisionTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final int WATCHDOG_MICROS = 100_000;
  private static final Duration LONGER_THAN_THE_WATCHDOG = Duration.ofMillis(300);

  private final String name = "@osapi-test-" + UUID.randomUUID();
  private final ListeningSocket systemd = new ListeningSocket(name);
  private final AtomicReference<Condition> role = new AtomicReference<>();

  @AfterEach
  void close() {
    systemd.close();
  }

  @Test
  void a_role_that_works_is_ready_at_once_and_alive_from_then_on() throws Exception {
    role.set(new Condition.Works("API at http://0.0.0.0:8080"));

    try (var _ = supervise(NEVER)) {
      assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=API at http://0.0.0.0:8080");
      assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
      assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void one_that_waits_is_alive_and_says_for_what_and_is_ready_when_it_works() throws Exception {
    role.set(new Condition.Waits("waits for NATS"));

    try (var _ = supervise(NEVER)) {
      assertThat(systemd.next()).isEqualTo("STATUS=waits for NATS");
      assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
      assertThat(systemd.next()).isEqualTo("WATCHDOG=1");
      role.set(new Condition.Works("takes jobs"));
      assertThat(systemd.next("READY")).isEqualTo("READY=1\nSTATUS=takes jobs");
    }
  }

  @Test
  void one_that_waits_too_long_holds_nobody_up() throws Exception {
    role.set(new Condition.Waits("waits for NATS"));

    try (var _ = supervise(Duration.ZERO)) {
      assertThat(systemd.next()).isEqualTo("READY=1\nSTATUS=waits for NATS");
    }
  }

  @Test
  void what_changes_is_said_once() throws Exception {
    role.set(new Condition.Works("0 running"));

    try (var _ = supervise(NEVER)) {
      systemd.next("READY");
      role.set(new Condition.Works("1 running"));
      assertThat(systemd.next("STATUS")).isEqualTo("STATUS=1 running");
      role.set(new Condition.Works("2 running"));
      assertThat(systemd.next("STATUS")).isEqualTo("STATUS=2 running");
    }
  }

  @Test
  void one_that_hangs_is_left_to_the_watchdog() throws Exception {
    role.set(new Condition.Works("takes jobs"));

    try (var _ = supervise(NEVER)) {
      systemd.next("READY");
      role.set(new Condition.Hangs("sends no heartbeats any more"));
      systemd.next("STATUS=sends no heartbeats");
      assertThat(systemd.nextWithin(LONGER_THAN_THE_WATCHDOG)).isEmpty();
    }
  }

  @Test
  void the_end_is_told() throws Exception {
    role.set(new Condition.Works("takes jobs"));

    supervise(NEVER).close();

    assertThat(systemd.next("STOPPING")).isEqualTo("STOPPING=1\nSTATUS=stops in order");
  }

  @Test
  void without_systemd_nothing_is_done_and_what_is_wrong_is_no_reason_to_fail() {
    Supervision.start(SupervisionTest::ask, Map.of()).close();
    Supervision.start(SupervisionTest::ask, Map.of("NOTIFY_SOCKET", "nonsense")).close();
  }

  private static Condition ask() {
    throw new AssertionError("nobody wants to know");
  }

  private Supervision supervise(Duration patience) throws IOException {
    var environment =
        Map.of("NOTIFY_SOCKET", name, "WATCHDOG_USEC", Integer.toString(WATCHDOG_MICROS));
    return Supervision.start(role::get, Supervisor.of(environment), patience);
  }
}
