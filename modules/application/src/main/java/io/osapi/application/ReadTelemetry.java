package io.osapi.application;

import io.osapi.application.port.Fleet;
import io.osapi.application.port.TelemetryStore;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.telemetry.TelemetryRecord;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a host has told of itself: the newest of each kind, and what came within a span. */
public final class ReadTelemetry {
  /** Records of one answer at most. */
  public static final int MAX_LIMIT = 1_000;

  private final TelemetryStore store;
  private final Fleet fleet;
  private final InstantSource clock;

  public ReadTelemetry(TelemetryStore store, Fleet fleet, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * @param type only that one; all where it is empty
   * @param within how far back the window reaches; no window where it is empty
   * @param limit of the window's records, 1 to {@value #MAX_LIMIT}
   */
  public record Query(Optional<TelemetryType> type, Optional<Duration> within, int limit) {}

  /**
   * @param latest the newest of each type that was asked for, of those that there are
   */
  public record Found(List<TelemetryRecord> latest, Optional<TelemetryStore.Window> window) {}

  /**
   * @param name a host's, or the id that its configuration gives it
   * @throws ProblemException {@code WORKER_NOT_FOUND}, {@code NO_TELEMETRY}, {@code UNAVAILABLE}
   */
  public Found read(String name, Query query) {
    for (var device : devices(name).toList()) {
      var latest = store.latest(device);
      if (!latest.isEmpty()) {
        return found(device, latest, query);
      }
    }
    throw new ProblemException(
        isKnown(name) ? Problem.NO_TELEMETRY : Problem.WORKER_NOT_FOUND, Map.of("worker", name));
  }

  private Found found(DeviceId device, List<TelemetryRecord> latest, Query query) {
    var window =
        query
            .within()
            .map(span ->
                store.since(device, query.type(), clock.instant().minus(span), query.limit()));
    var wanted =
        latest.stream()
            .filter(record -> query.type().isEmpty() || query.type().get() == record.type())
            .toList();
    return new Found(wanted, window);
  }

  /** By its host name first, as nearly all are. */
  private static Stream<DeviceId> devices(String name) {
    var byHost =
        HostName.isValid(name) ? Stream.of(DeviceId.of(new HostName(name))) : Stream.<DeviceId>of();
    var byId = DeviceId.isValid(name) ? Stream.of(new DeviceId(name)) : Stream.<DeviceId>of();
    return Stream.concat(byHost, byId).distinct();
  }

  private boolean isKnown(String name) {
    return HostName.isValid(name) && fleet.member(new HostName(name)).isPresent();
  }
}
