package io.osapi.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SenderTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");
  private static final Sender SENDER = new Sender(new DeviceId("edge-7"), "Hall 3");

  @Test
  void a_report_begins_with_who_where_and_when() {
    assertThat(SENDER.report(NOW, Map.of("cpu_percent", 1.5)))
        .containsExactly(
            Map.entry("device_id", "edge-7"),
            Map.entry("code", "edge-7"),
            Map.entry("location", "Hall 3"),
            Map.entry("timestamp", "2026-01-31T12:00:00Z"),
            Map.entry("ts", 1_769_860_800_123L),
            Map.entry("status", "success"),
            Map.entry("cpu_percent", 1.5));
  }

  @Test
  void so_does_a_failure_which_says_why() {
    assertThat(SENDER.failure(NOW, "no file"))
        .containsEntry("status", "error")
        .containsEntry("error", "no file")
        .containsEntry("device_id", "edge-7");
  }

  @Test
  void so_does_a_heartbeat() {
    assertThat(SENDER.heartbeat(NOW, "1.2.3"))
        .containsEntry("status", "online")
        .containsEntry("version", "1.2.3")
        .containsEntry("ts", 1_769_860_800_123L);
  }
}
