package io.osapi.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Liveness, from the age of the last heartbeat. */
class FleetMemberTest {
  private static final Instant HEARD = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource({
    "0, LIVE",
    "25000, LIVE",
    "25001, LATE",
    "60000, LATE",
    "60001, GONE",
    "86400000, GONE"
  })
  void a_worker_is_late_after_two_and_a_half_intervals_and_gone_after_six(
      long silenceMillis, Liveness expected) {
    assertThat(member(Heartbeat.State.READY).liveness(HEARD.plusMillis(silenceMillis)))
        .isEqualTo(expected);
  }

  @Test
  void a_heartbeat_that_seems_to_come_from_the_future_is_live() {
    assertThat(member(Heartbeat.State.READY).liveness(HEARD.minusSeconds(300)))
        .isEqualTo(Liveness.LIVE);
  }

  @Test
  void a_draining_worker_is_still_there() {
    assertThat(member(Heartbeat.State.DRAINING).liveness(HEARD)).isEqualTo(Liveness.LIVE);
  }

  @Test
  void a_worker_that_said_goodbye_is_gone_at_once() {
    assertThat(member(Heartbeat.State.STOPPED).liveness(HEARD)).isEqualTo(Liveness.GONE);
  }

  private static FleetMember member(Heartbeat.State state) {
    var worker =
        new Worker(
            new HostName("web-01"),
            Labels.NONE,
            "0.1.0",
            "linux/amd64",
            HEARD,
            INTERVAL,
            1,
            List.of());
    return new FleetMember(new Heartbeat(worker, state, 0), HEARD);
  }
}
