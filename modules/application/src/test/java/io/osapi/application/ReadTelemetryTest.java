package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryFleet;
import io.osapi.application.memory.MemoryTelemetry;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.memory.Outage;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadTelemetryTest {
  private static final ReadTelemetry.Query LATEST =
      new ReadTelemetry.Query(Optional.empty(), Optional.empty(), 10);

  private final MovableClock clock = new MovableClock();
  private final MemoryTelemetry telemetry = new MemoryTelemetry(clock, new Outage());
  private final MemoryFleet fleet = new MemoryFleet(clock);
  private final ReadTelemetry readTelemetry = new ReadTelemetry(telemetry, fleet, clock);

  @Test
  void a_host_is_found_by_its_name_though_it_has_dots() {
    publish(DeviceId.of(new HostName("web_1.example.org")), TelemetryType.SYSTEM, 1);

    assertThat(readTelemetry.read("web_1.example.org", LATEST).latest()).hasSize(1);
  }

  @Test
  void a_host_is_found_by_the_id_that_its_configuration_gives_it() {
    publish(new DeviceId("edge_7"), TelemetryType.SYSTEM, 1);

    assertThat(readTelemetry.read("edge_7", LATEST).latest()).hasSize(1);
  }

  @Test
  void one_type_can_be_asked_for() {
    publish(new DeviceId("edge"), TelemetryType.SYSTEM, 1);
    publish(new DeviceId("edge"), TelemetryType.SERVICE, 2);

    var found =
        readTelemetry.read(
            "edge",
            new ReadTelemetry.Query(Optional.of(TelemetryType.SERVICE), Optional.empty(), 1));

    assertThat(found.latest())
        .extracting(TelemetryRecord::type)
        .containsExactly(TelemetryType.SERVICE);
    assertThat(found.window()).isEmpty();
  }

  @Test
  void a_window_reaches_back_from_now() {
    publish(new DeviceId("edge"), TelemetryType.SYSTEM, 1);
    clock.advance(Duration.ofHours(2));
    publish(new DeviceId("edge"), TelemetryType.SYSTEM, 2);
    var query = new ReadTelemetry.Query(Optional.empty(), Optional.of(Duration.ofHours(1)), 10);

    assertThat(readTelemetry.read("edge", query).window().map(TelemetryStore.Window::records))
        .hasValueSatisfying(records ->
            assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.payload()).containsEntry("n", 2)));
  }

  @Test
  void a_worker_that_sent_none_is_told_apart_from_one_that_nobody_knows() {
    var me = Samples.worker(new HostName("web-01"), Labels.NONE, 1);
    new SendHeartbeat(me, fleet).send(Heartbeat.State.READY, 0);

    assertRefused("web-01", Problem.NO_TELEMETRY);
    assertRefused("web-02", Problem.WORKER_NOT_FOUND);
    assertRefused("no name!", Problem.WORKER_NOT_FOUND);
  }

  private void assertRefused(String name, Problem problem) {
    assertThatThrownBy(() -> readTelemetry.read(name, LATEST))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
  }

  private void publish(DeviceId device, TelemetryType type, int number) {
    telemetry.outlet(device).publish(type, Map.of("n", number));
  }
}
