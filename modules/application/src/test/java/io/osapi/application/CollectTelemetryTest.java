package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.memory.MemoryTelemetry;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.memory.Outage;
import io.osapi.application.port.TelemetrySource;
import io.osapi.domain.telemetry.Sender;
import io.osapi.domain.telemetry.TaskState.Failed;
import io.osapi.domain.telemetry.TaskState.Published;
import io.osapi.domain.telemetry.TaskState.Unpublished;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectTelemetryTest {
  private static final DeviceId ME = new DeviceId("edge-1");
  private static final Sender SENDER = new Sender(ME, "here");

  private final MovableClock clock = new MovableClock();
  private final Outage outage = new Outage();
  private final MemoryTelemetry telemetry = new MemoryTelemetry(clock, outage);

  @Test
  void what_was_collected_is_published_with_who_sent_it() throws Exception {
    var outcome = collect(_ -> new TelemetrySource.Taken(Map.of("a", 1)));

    assertThat(outcome).isEqualTo(new Published());
    assertThat(telemetry.latest(ME).getFirst().payload())
        .containsEntry("a", 1)
        .containsEntry("status", "success")
        .containsEntry("device_id", "edge-1");
  }

  @Test
  void what_was_not_is_published_with_the_reason() throws Exception {
    var outcome = collect(_ -> new TelemetrySource.Refused("no file"));

    assertThat(outcome).isEqualTo(new Failed("no file"));
    assertThat(telemetry.latest(ME).getFirst().payload())
        .containsEntry("status", "error")
        .containsEntry("error", "no file");
  }

  @Test
  void what_the_broker_does_not_take_is_dropped() throws Exception {
    outage.begin();
    var outcome = collect(_ -> new TelemetrySource.Taken(Map.of("a", 1)));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unpublished.class, unpublished -> assertThat(unpublished.isCollected()).isTrue());
    outage.end();
    assertThat(telemetry.latest(ME)).isEmpty();
  }

  @Test
  void a_heartbeat_is_dropped_while_there_is_no_connection() {
    var send = new SendEdgeHeartbeat(SENDER, "1.2.3", telemetry.outlet(ME), clock);

    outage.begin();
    assertThat(send.send()).isInstanceOf(Unpublished.class);
    outage.end();
    assertThat(send.send()).isEqualTo(new Published());
    assertThat(telemetry.beats())
        .singleElement()
        .satisfies(beat -> assertThat(beat).containsEntry("version", "1.2.3"));
  }

  private Object collect(TelemetrySource source) throws InterruptedException {
    return new CollectTelemetry(SENDER, source, telemetry.outlet(ME), clock)
        .collect(TelemetryType.SYSTEM);
  }
}
