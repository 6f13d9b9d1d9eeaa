package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.contract.TelemetryContract;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsTelemetryContractTest extends TelemetryContract {
  private static final DeviceId DEVICE = new DeviceId("edge");
  private static final int MAX_MESSAGES = 100;

  private final TestSystem system =
      new TestSystem(TestNats.url(), TestSystem.layout("tel" + Samples.newWord())).awaitReady();

  private Connection raw;

  @BeforeEach
  void awaitStream() throws Exception {
    raw = io.nats.client.Nats.connect(TestNats.url());
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(ProblemException.class)
        .until(() -> system.api.telemetry().latest(DEVICE).isEmpty());
    await().atMost(Duration.ofSeconds(30)).until(() -> outlet(DEVICE).isReachable());
  }

  @AfterEach
  void close() throws Exception {
    raw.close();
    system.close();
  }

  @Override
  protected TelemetryOutlet outlet(DeviceId device) {
    return system.workerConnection.telemetry(system.layout, device);
  }

  @Override
  protected TelemetryStore store() {
    return system.api.telemetry();
  }

  @Test
  void of_one_device_and_type_the_newest_are_kept() {
    for (int i = 0; i < MAX_MESSAGES + 5; i++) {
      outlet(DEVICE).publish(TelemetryType.SYSTEM, Map.of("n", i));
    }
    outlet(new DeviceId("other")).publish(TelemetryType.SYSTEM, Map.of("n", -1));

    var window = store().since(DEVICE, Optional.empty(), Instant.EPOCH, 1_000);

    assertThat(window.records()).hasSize(MAX_MESSAGES);
    assertThat(window.records().getFirst().payload()).containsEntry("n", 5);
  }

  @Test
  void what_the_server_does_not_take_is_refused_with_the_sizes() {
    var huge = Map.of("text", "x".repeat(2 << 20));

    assertThatThrownBy(() -> outlet(DEVICE).publish(TelemetryType.SYSTEM, huge))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem()).isEqualTo(Problem.BODY_TOO_LARGE);
              assertThat(refused).hasMessageContaining("limit '1048576'");
            });
  }

  @Test
  void a_window_is_cut_before_it_fills_the_memory() {
    // 20 of 0.9 MB: more than one answer may have.
    var large = Map.of("text", "x".repeat(900_000));
    for (int i = 0; i < 20; i++) {
      outlet(DEVICE).publish(TelemetryType.SYSTEM, large);
    }

    var window = store().since(DEVICE, Optional.empty(), Instant.EPOCH, 1_000);

    assertThat(window.isCut()).isTrue();
    assertThat(window.records().size() * 900_000)
        .isBetween(1, NatsTelemetryStore.MAX_WINDOW_BYTES + 1_000_000);
  }

  @Test
  void a_payload_that_is_no_json_says_so() throws Exception {
    raw.jetStream()
        .publish(
            system.layout.agents().subjects().telemetry(DEVICE, TelemetryType.SERVICE),
            "[1]".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(store().latest(DEVICE).getFirst().payload()).containsEntry("status", "error");
  }

  @Test
  void the_stream_takes_no_commands() throws Exception {
    var stream = raw.jetStreamManagement().getStreamInfo(system.layout.agents().telemetry().name());

    assertThat(stream.getConfiguration().getSubjects())
        .containsExactly(system.layout.agents().prefix() + ".*.telemetry.>");
  }

  @Test
  void a_heartbeat_reaches_whoever_listens() throws Exception {
    var heard = raw.subscribe(system.layout.agents().subjects().heartbeatOf(DEVICE.value()));
    raw.flush(Duration.ofSeconds(5));

    outlet(DEVICE).beat(Map.of("status", "online"));

    var message = heard.nextMessage(Duration.ofSeconds(10));
    assertThat(Json.read(message.getData())).containsEntry("status", "online");
  }
}
