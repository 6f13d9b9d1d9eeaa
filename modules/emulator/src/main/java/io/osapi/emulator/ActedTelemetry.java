package io.osapi.emulator;

import io.osapi.application.port.TelemetrySource;
import io.osapi.domain.operation.Inventory;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.telemetry.HostSample;
import io.osapi.domain.telemetry.HostSample.Cpu;
import io.osapi.domain.telemetry.HostSample.Disk;
import io.osapi.domain.telemetry.HostSample.Memory;
import io.osapi.domain.telemetry.HostSample.Space;
import io.osapi.domain.telemetry.HostSample.Traffic;
import io.osapi.domain.telemetry.Services;
import io.osapi.domain.telemetry.Services.Service;
import io.osapi.domain.telemetry.SystemMetrics;
import io.osapi.domain.telemetry.TelemetryType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Telemetry of the size that a real host's has, of a host that there is not. */
final class ActedTelemetry implements TelemetrySource {
  private static final long GB = 1L << 30;

  private static final Map<String, Object> SYSTEM =
      Shape.of(SystemMetrics.class)
          .write(
              SystemMetrics.of(
                  new HostSample(
                      Optional.of(new Cpu(1, 4)),
                      Optional.of(new Memory(8 * GB, 6 * GB)),
                      List.of(disk("/"), disk("/var"), disk("/srv"))),
                  Optional.empty()));

  private static final Map<String, Object> SERVICE =
      Shape.of(Services.class)
          .write(
              new Services(
                  List.of(new Service("nginx", "Running"), new Service("cron", "Running"))));

  private static final Map<String, Object> INVENTORY =
      Shape.of(Inventory.class)
          .write(
              new Inventory(
                  new Inventory.Agent("emulated"),
                  new Inventory.Os("linux/emulated", "Emulated", "1", "1"),
                  new Inventory.Cpu(4, Optional.of("Emulated")),
                  new Inventory.Memory(8, 6),
                  List.of(),
                  new Inventory.Network(Optional.empty(), List.of())));

  @Override
  public Reading read(TelemetryType type) {
    return new Taken(
        switch (type) {
          case SYSTEM -> SYSTEM;
          case SERVICE -> SERVICE;
          case INVENTORY -> INVENTORY;
        });
  }

  private static Disk disk(String drive) {
    return new Disk(
        drive,
        "/dev/emulated" + drive,
        Optional.of(new Space(100 * GB, 40 * GB)),
        Optional.of(new Traffic(0, 0)));
  }
}
