package io.osapi.adapters.os;

import io.osapi.application.port.TelemetrySource;
import io.osapi.domain.operation.Inventory;
import io.osapi.domain.shape.Shape;
import io.osapi.domain.telemetry.HostSample;
import io.osapi.domain.telemetry.Services;
import io.osapi.domain.telemetry.Services.Service;
import io.osapi.domain.telemetry.SystemMetrics;
import io.osapi.domain.telemetry.TelemetryType;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Collects this host's telemetry. Remembers the last sample, for what changes since. */
final class HostTelemetry implements TelemetrySource {
  private static final Logger LOG = System.getLogger(HostTelemetry.class.getName());

  private final SampleSource samples;
  private final ServiceStates states;
  private final List<String> services;
  private final InventoryReader inventory;
  private volatile Optional<Taken> last = Optional.empty();

  /** Tells the states of services, in their order. */
  @FunctionalInterface
  interface ServiceStates {
    List<Service> of(List<String> names) throws IOException, InterruptedException;
  }

  /** A sample, and when it was taken by a clock that nobody sets. */
  private record Taken(HostSample sample, long atNanos) {}

  /**
   * @param services that are watched
   */
  HostTelemetry(
      SampleSource samples,
      ServiceStates states,
      List<String> services,
      InventoryReader inventory) {
    this.samples = samples;
    this.states = states;
    this.services = List.copyOf(services);
    this.inventory = inventory;
  }

  @Override
  public Reading read(TelemetryType type) throws InterruptedException {
    try {
      return new TelemetrySource.Taken(
          switch (type) {
            case SYSTEM -> Shape.of(SystemMetrics.class).write(system());
            case SERVICE -> Shape.of(Services.class).write(services());
            case INVENTORY -> Shape.of(Inventory.class).write(inventory.read());
          });
    } catch (ClosedByInterruptException stopped) {
      throw new InterruptedException(stopped.getMessage());
    } catch (OperationFailure failure) {
      return new Refused(failure.getMessage());
    } catch (IOException failure) {
      return new Refused(HostFiles.fault(failure).message());
    } catch (RuntimeException bug) {
      // The next collection must not suffer from it, and whoever watches must know.
      LOG.log(Level.ERROR, () -> "telemetry of type " + type.text() + " failed", bug);
      return new Refused("something failed on our side; the worker's log has the details");
    }
  }

  private SystemMetrics system() throws IOException, InterruptedException {
    var sample = samples.sample();
    long now = System.nanoTime();
    var earlier =
        last.map(taken ->
            new SystemMetrics.Earlier(taken.sample(), Duration.ofNanos(now - taken.atNanos())));
    last = Optional.of(new Taken(sample, now));
    return SystemMetrics.of(sample, earlier);
  }

  private Services services() throws IOException, InterruptedException {
    return new Services(services.isEmpty() ? List.of() : states.of(services));
  }
}
