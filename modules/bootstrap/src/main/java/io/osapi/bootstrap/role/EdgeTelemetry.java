package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.adapters.nats.Nats;
import io.osapi.adapters.os.HostOperations;
import io.osapi.application.CollectTelemetry;
import io.osapi.application.SendEdgeHeartbeat;
import io.osapi.application.port.TelemetryOutlet;
import io.osapi.application.telemetry.TaskLog;
import io.osapi.application.telemetry.Timetable;
import io.osapi.bootstrap.config.Agent;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.Schedule;
import io.osapi.domain.telemetry.Sender;
import io.osapi.domain.telemetry.TaskState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Does an edge worker's tasks when they are due: one thread that waits, and one more for each run.
 * Begins with the first connection to the broker, so that nothing is collected for nobody.
 */
final class EdgeTelemetry implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EdgeTelemetry.class.getName());

  /** How soon after the start a fleet that was switched on at once has told of itself. */
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(10);

  /** While there was no connection yet. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  /** For what is on its way to the broker when the worker ends. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  /** No run of a task is as long as that; bounds the wait where there are no tasks. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** What goes on being wrong is said again after that. */
  private static final Duration REMINDER = Duration.ofMinutes(10);

  private final TelemetryOutlet outlet;
  private final CollectTelemetry collect;
  private final SendEdgeHeartbeat sendHeartbeat;
  private final TaskLog taskLog;
  private final InstantSource clock;
  private final Map<EdgeTask, Schedule> schedules;
  private final BlockingQueue<Optional<Ended>> news = new LinkedBlockingQueue<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Map<EdgeTask, Long> saidNanos = new EnumMap<>(EdgeTask.class);
  private int running;
  private volatile Thread loop;

  /** A run that is over. */
  private record Ended(EdgeTask task, TaskState.Outcome outcome) {}

  private EdgeTelemetry(
      TelemetryOutlet outlet,
      CollectTelemetry collect,
      SendEdgeHeartbeat sendHeartbeat,
      Map<EdgeTask, Schedule> schedules,
      InstantSource clock) {
    this.outlet = outlet;
    this.collect = collect;
    this.sendHeartbeat = sendHeartbeat;
    this.schedules = schedules;
    this.taskLog = new TaskLog(schedules, clock.instant());
    this.clock = clock;
  }

  static EdgeTelemetry start(Agent agent, Nats nats, Nats.Layout layout, InstantSource clock) {
    var outlet = nats.telemetry(layout, agent.deviceId());
    var sender = new Sender(agent.deviceId(), agent.location());
    var tasks = agent.tasks();
    var version = Version.current().version();
    var source = HostOperations.telemetry(tasks.exporter(), tasks.services(), version);
    var telemetry =
        new EdgeTelemetry(
            outlet,
            new CollectTelemetry(sender, source, outlet, clock),
            new SendEdgeHeartbeat(sender, version, outlet, clock),
            schedules(tasks.intervals()),
            clock);
    telemetry.loop = Thread.ofVirtual().name("telemetry").start(telemetry::run);
    return telemetry;
  }

  /** What became of its tasks so far. */
  TaskLog taskLog() {
    return taskLog;
  }

  /** Begins nothing more, and lets what is on its way arrive. */
  @Override
  public void close() {
    stopped.countDown();
    news.add(Optional.empty());
    try {
      loop.join(FLUSH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The heartbeat is there at once, for whoever waits for it. */
  private static Map<EdgeTask, Schedule> schedules(Map<EdgeTask, Duration> intervals) {
    var schedules = new EnumMap<EdgeTask, Schedule>(EdgeTask.class);
    intervals.forEach((task, interval) ->
        schedules.put(
            task,
            new Schedule(interval, task == EdgeTask.HEARTBEAT ? Duration.ZERO : FIRST_WITHIN)));
    return schedules;
  }

  private void run() {
    try {
      while (!outlet.isReachable()) {
        if (stopped.await(LOOK_INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
      runTasks(new Timetable(schedules, ThreadLocalRandom.current()::nextDouble, now()));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void runTasks(Timetable timetable) throws InterruptedException {
    while (stopped.getCount() > 0) {
      for (var task : timetable.takeDue(now())) {
        running++;
        Thread.ofVirtual()
            .name("telemetry-" + task.text())
            .start(() -> news.add(Optional.of(run(task))));
      }
      hear(timetable, Math.min(timetable.nanosToNext(now()), LONGEST_WAIT.toNanos()));
    }
    long deadline = now() + FLUSH.toNanos();
    while (running > 0 && deadline - now() > 0) {
      hear(timetable, deadline - now());
    }
  }

  /** Waits that long for a run to be over. */
  private void hear(Timetable timetable, long nanos) throws InterruptedException {
    var heard = news.poll(nanos, TimeUnit.NANOSECONDS);
    if (heard != null && heard.isPresent()) {
      var over = heard.get();
      running--;
      taskLog.ended(over.task(), over.outcome(), clock.instant());
      timetable.ended(over.task(), !(over.outcome() instanceof TaskState.Unpublished), now());
      complain(over);
    }
  }

  private Ended run(EdgeTask task) {
    try {
      return new Ended(
          task,
          task.collects().isPresent()
              ? collect.collect(task.collects().get())
              : sendHeartbeat.send());
    } catch (InterruptedException stoppedMeanwhile) {
      Thread.currentThread().interrupt();
      return new Ended(task, new TaskState.Unpublished(false, "it was stopped"));
    } catch (RuntimeException bug) {
      LOG.log(ERROR, "the task " + task.text() + " failed unexpectedly", bug);
      return new Ended(task, new TaskState.Unpublished(false, "something failed on our side"));
    }
  }

  /**
   * Once in a while for as long as it lasts. Not while there is no connection, which is told of
   * already.
   */
  private void complain(Ended over) {
    switch (over.outcome()) {
      case TaskState.Published _ -> saidNanos.remove(over.task());
      case TaskState.Failed(var why) -> complain(over.task(), "could not be collected: " + why);
      case TaskState.Unpublished(_, var why) when outlet.isReachable() ->
          complain(over.task(), "could not be published: " + why);
      case TaskState.Unpublished _ -> LOG.log(DEBUG, "{0} dropped", over.task().text());
    }
  }

  private void complain(EdgeTask task, String what) {
    var said = saidNanos.get(task);
    if (said == null || now() - said > REMINDER.toNanos()) {
      saidNanos.put(task, now());
      LOG.log(WARNING, "{0} {1}", task.text(), what);
    }
  }

  private static long now() {
    return System.nanoTime();
  }
}
