package io.osapi.application.memory;

import io.osapi.application.contract.TelemetryContract;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.worker.DeviceId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

class MemoryTelemetryContractTest extends TelemetryContract {
  private final AtomicLong millis = new AtomicLong();

  /** Time passes whenever it is looked at: no two records are of the same moment. */
  private final MemoryTelemetry telemetry =
      new MemoryTelemetry(() -> Instant.ofEpochMilli(millis.incrementAndGet()), new Outage());

  @Override
  protected TelemetryOutlet outlet(DeviceId device) {
    return telemetry.outlet(device);
  }

  @Override
  protected TelemetryStore store() {
    return telemetry;
  }
}
