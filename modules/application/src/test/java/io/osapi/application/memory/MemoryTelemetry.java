package io.osapi.application.memory;

import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Telemetry in memory. */
public final class MemoryTelemetry implements TelemetryStore {
  private final InstantSource clock;
  private final Outage outage;
  private final List<Kept> kept = new ArrayList<>();
  private final List<Map<String, Object>> beats = new ArrayList<>();

  private record Kept(DeviceId device, TelemetryRecord record) {}

  public MemoryTelemetry(InstantSource clock, Outage outage) {
    this.clock = clock;
    this.outage = outage;
  }

  public List<Map<String, Object>> beats() {
    return List.copyOf(beats);
  }

  public TelemetryOutlet outlet(DeviceId device) {
    return new TelemetryOutlet() {
      @Override
      public boolean isReachable() {
        return !outage.isOn();
      }

      @Override
      public void publish(TelemetryType type, Map<String, ?> payload) {
        outage.check();
        kept.add(
            new Kept(
                device, new TelemetryRecord(type, clock.instant(), new LinkedHashMap<>(payload))));
      }

      @Override
      public void beat(Map<String, ?> payload) {
        outage.check();
        beats.add(new LinkedHashMap<>(payload));
      }
    };
  }

  @Override
  public List<TelemetryRecord> latest(DeviceId device) {
    outage.check();
    var latest = new LinkedHashMap<TelemetryType, TelemetryRecord>();
    of(device).forEach(record -> latest.put(record.type(), record));
    return List.copyOf(latest.values());
  }

  @Override
  public Window since(DeviceId device, Optional<TelemetryType> type, Instant since, int limit) {
    outage.check();
    var found =
        of(device)
            .filter(record -> type.isEmpty() || type.get() == record.type())
            .filter(record -> !record.receivedAt().isBefore(since))
            .toList();
    return new Window(found.stream().limit(limit).toList(), found.size() > limit);
  }

  private Stream<TelemetryRecord> of(DeviceId device) {
    return kept.stream().filter(each -> each.device().equals(device)).map(Kept::record);
  }
}
