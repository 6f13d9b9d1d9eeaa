package io.osapi.application.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link TelemetryOutlet} and {@link TelemetryStore} promise each other. */
public abstract class TelemetryContract {
  private static final DeviceId ONE = new DeviceId("edge-1");
  private static final DeviceId OTHER = new DeviceId("edge-2");
  private static final int PLENTY = 100;

  protected abstract TelemetryOutlet outlet(DeviceId device);

  protected abstract TelemetryStore store();

  @Test
  public void the_newest_of_each_type_is_found() {
    publish(ONE, TelemetryType.SYSTEM, 1);
    publish(ONE, TelemetryType.INVENTORY, 2);
    publish(ONE, TelemetryType.SYSTEM, 3);
    publish(OTHER, TelemetryType.SERVICE, 4);

    assertThat(store().latest(ONE))
        .extracting(TelemetryRecord::type, record -> record.payload().get("n"))
        .containsExactlyInAnyOrder(
            tuple(TelemetryType.SYSTEM, 3), tuple(TelemetryType.INVENTORY, 2));
  }

  @Test
  public void nothing_is_found_of_who_sent_nothing() {
    publish(OTHER, TelemetryType.SYSTEM, 1);

    assertThat(store().latest(ONE)).isEmpty();
    assertThat(window(Optional.empty(), Instant.EPOCH, PLENTY).records()).isEmpty();
  }

  @Test
  public void a_payload_comes_back_as_it_was() {
    var members = new LinkedHashMap<String, Object>();
    members.put("text", "é\n\"");
    members.put("none", null);
    members.put("list", List.of(Map.of("a", 1.5, "b", true)));

    outlet(ONE).publish(TelemetryType.SYSTEM, members);

    assertThat(store().latest(ONE).getFirst().payload()).isEqualTo(members);
  }

  @Test
  public void a_window_has_the_oldest_first() {
    publishAll(1, 2, 3);

    assertThat(numbers(window(Optional.empty(), Instant.EPOCH, PLENTY))).containsExactly(1, 2, 3);
  }

  @Test
  public void a_window_begins_where_it_is_asked_to() {
    publishAll(1);
    var second = latestAfterPublishing(2);
    publishAll(3);

    assertThat(numbers(window(Optional.empty(), second.receivedAt(), PLENTY)))
        .containsExactly(2, 3);
    assertThat(window(Optional.empty(), Instant.now().plusSeconds(3600), PLENTY).records())
        .isEmpty();
  }

  @Test
  public void a_window_of_one_type_has_no_other() {
    publish(ONE, TelemetryType.SYSTEM, 1);
    publish(ONE, TelemetryType.SERVICE, 2);
    publish(OTHER, TelemetryType.SERVICE, 3);

    var window = window(Optional.of(TelemetryType.SERVICE), Instant.EPOCH, PLENTY);

    assertThat(numbers(window)).containsExactly(2);
    assertThat(window.isCut()).isFalse();
  }

  @Test
  public void a_window_that_is_cut_says_so() {
    publishAll(1, 2, 3);

    var cut = window(Optional.empty(), Instant.EPOCH, 2);
    var whole = window(Optional.empty(), Instant.EPOCH, 3);

    assertThat(numbers(cut)).containsExactly(1, 2);
    assertThat(cut.isCut()).isTrue();
    assertThat(numbers(whole)).containsExactly(1, 2, 3);
    assertThat(whole.isCut()).isFalse();
  }

  private TelemetryRecord latestAfterPublishing(int number) {
    publishAll(number);
    return store().latest(ONE).getFirst();
  }

  private void publishAll(int... numbers) {
    Arrays.stream(numbers).forEach(number -> publish(ONE, TelemetryType.SYSTEM, number));
  }

  private void publish(DeviceId device, TelemetryType type, int number) {
    outlet(device).publish(type, Map.of("n", number));
  }

  private TelemetryStore.Window window(Optional<TelemetryType> type, Instant since, int limit) {
    return store().since(ONE, type, since, limit);
  }

  private static List<Object> numbers(TelemetryStore.Window window) {
    return window.records().stream().map(record -> record.payload().get("n")).toList();
  }
}
