package io.osapi.application.port;

import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The telemetry of all hosts, as long as it is kept. */
public interface TelemetryStore {

  /** The newest of each type, of those that there are. */
  List<TelemetryRecord> latest(DeviceId device);

  /**
   * Of one type, or of all, the oldest first, in one bounded read.
   *
   * @param since by the broker's clock
   */
  Window since(DeviceId device, Optional<TelemetryType> type, Instant since, int limit);

  /**
   * @param isCut there is more after these
   */
  record Window(List<TelemetryRecord> records, boolean isCut) {
    public Window {
      records = List.copyOf(records);
    }
  }
}
