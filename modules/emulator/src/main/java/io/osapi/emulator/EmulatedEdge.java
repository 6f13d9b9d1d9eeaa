package io.osapi.emulator;

import io.osapi.application.CollectTelemetry;
import io.osapi.application.SendEdgeHeartbeat;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.telemetry.Timetable;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.Schedule;
import io.osapi.domain.telemetry.Sender;
import io.osapi.domain.telemetry.TaskState;
import io.osapi.domain.worker.DeviceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What one emulated worker tells of its host, by the timetable of a real one. One run at a time,
 * for there is nothing to wait for but the broker.
 */
final class EmulatedEdge {
  /** As the real ones have it: a fleet that was switched on at once has told by then. */
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(10);

  /** While there was no connection yet. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  private final TelemetryOutlet outlet;
  private final CollectTelemetry collect;
  private final SendEdgeHeartbeat sendHeartbeat;
  private final Map<EdgeTask, Schedule> schedules = new EnumMap<>(EdgeTask.class);
  private final CountDownLatch stopped;

  /**
   * @param stopped ends it
   */
  EmulatedEdge(
      DeviceId me,
      Map<EdgeTask, Duration> intervals,
      TelemetryOutlet outlet,
      InstantSource clock,
      CountDownLatch stopped) {
    var sender = new Sender(me, "emulated");
    this.outlet = outlet;
    this.collect = new CollectTelemetry(sender, new ActedTelemetry(), outlet, clock);
    this.sendHeartbeat = new SendEdgeHeartbeat(sender, "emulated", outlet, clock);
    this.stopped = stopped;
    intervals.forEach((task, interval) ->
        schedules.put(
            task,
            new Schedule(interval, task == EdgeTask.HEARTBEAT ? Duration.ZERO : FIRST_WITHIN)));
  }

  void start(String name) {
    Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    try {
      while (!outlet.isReachable()) {
        if (stopped.await(LOOK_INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
      var random = ThreadLocalRandom.current();
      var timetable = new Timetable(schedules, random::nextDouble, System.nanoTime());
      do {
        for (var task : timetable.takeDue(System.nanoTime())) {
          boolean isPublished = !(run(task) instanceof TaskState.Unpublished);
          timetable.ended(task, isPublished, System.nanoTime());
        }
      } while (!stopped.await(timetable.nanosToNext(System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TaskState.Outcome run(EdgeTask task) throws InterruptedException {
    return task.collects().isPresent()
        ? collect.collect(task.collects().get())
        : sendHeartbeat.send();
  }
}
