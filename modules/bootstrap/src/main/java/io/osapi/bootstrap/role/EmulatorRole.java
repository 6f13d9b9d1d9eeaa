package io.osapi.bootstrap.role;

import io.osapi.adapters.cli.Cli;
import io.osapi.bootstrap.config.Settings;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.emulator.EmulatedFleet;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Emulated workers on the system that a worker of this configuration would join. Not to be touched
 * where the module that emulates is not in the image.
 */
public final class EmulatorRole implements RunningRole {
  private final EmulatedFleet fleet;
  private final Cli.EmulationEars ears;

  private EmulatorRole(EmulatedFleet fleet, Cli.EmulationEars ears) {
    this.fleet = fleet;
    this.ears = ears;
  }

  public static EmulatorRole start(
      Settings settings, Cli.Emulation wanted, Cli.EmulationEars ears) {
    var fleet =
        EmulatedFleet.start(
            new EmulatedFleet.Settings(
                NatsWiring.emulatorEndpoint(settings),
                NatsWiring.layout(settings),
                wanted.workers(),
                Math.min(wanted.workers(), wanted.connections()),
                wanted.prefix(),
                wanted.labels(),
                wanted.maxJobs(),
                wanted.heartbeatInterval(),
                tasks(wanted.telemetryInterval()),
                new EmulatedFleet.Behaviour(wanted.delay(), wanted.failureRate())));
    Thread.ofVirtual().name("emulator").start(() -> sayOnceBeating(fleet, ears));
    return new EmulatorRole(fleet, ears);
  }

  @Override
  public CompletionStage<Integer> failure() {
    return new CompletableFuture<>();
  }

  @Override
  public Condition condition() {
    return new Condition.Works("emulates workers");
  }

  @Override
  public void close() {
    fleet.close();
    var totals = fleet.totals();
    ears.ended(totals.operations(), totals.failed());
  }

  private static Map<EdgeTask, Duration> tasks(Optional<Duration> interval) {
    var tasks = new EnumMap<EdgeTask, Duration>(EdgeTask.class);
    interval.ifPresent(each -> List.of(EdgeTask.values()).forEach(task -> tasks.put(task, each)));
    return tasks;
  }

  private static void sayOnceBeating(EmulatedFleet fleet, Cli.EmulationEars ears) {
    try {
      fleet.awaitBeating();
      ears.beating();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
