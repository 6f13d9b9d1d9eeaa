package io.osapi.application.telemetry;

import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Tells which tasks are due. It has no clock and starts nothing: whoever has both asks it, so that
 * one thread serves any number of tasks. Thread-safe.
 */
public final class Timetable {
  private final Map<EdgeTask, Entry> entries = new EnumMap<>(EdgeTask.class);
  private final DoubleSupplier chance;

  /** What is known of one task; times by the caller's clock. */
  private static final class Entry {
    private final Schedule schedule;
    private long dueNanos;
    private boolean isRunning;
    private boolean hasPublished;
    private int failures;

    private Entry(Schedule schedule, long dueNanos) {
      this.schedule = schedule;
      this.dueNanos = dueNanos;
    }
  }

  /**
   * @param chance numbers from 0 to 1, exclusive
   * @param nowNanos by a clock that nobody sets, such as {@code System.nanoTime}
   */
  public Timetable(Map<EdgeTask, Schedule> schedules, DoubleSupplier chance, long nowNanos) {
    this.chance = chance;
    schedules.forEach((task, schedule) ->
        entries.put(
            task, new Entry(schedule, nowNanos + schedule.first(chance.getAsDouble()).toNanos())));
  }

  /** Those that are to be run now. One that still runs misses its turn: runs never overlap. */
  public synchronized List<EdgeTask> takeDue(long nowNanos) {
    var due = new ArrayList<EdgeTask>();
    entries.forEach((task, entry) -> {
      if (entry.dueNanos - nowNanos > 0) {
        return;
      }
      entry.dueNanos = nowNanos + entry.schedule.next(chance.getAsDouble()).toNanos();
      if (!entry.isRunning) {
        entry.isRunning = true;
        due.add(task);
      }
    });
    return due;
  }

  /**
   * A run is over. After the first that was published a task is due at any time in its interval;
   * what was not published may be due again sooner.
   */
  public synchronized void ended(EdgeTask task, boolean isPublished, long nowNanos) {
    var entry = entries.get(task);
    entry.isRunning = false;
    double draw = chance.getAsDouble();
    if (!isPublished) {
      entry.failures++;
      retry(entry, draw)
          .ifPresent(wait -> entry.dueNanos = earlier(entry.dueNanos, nowNanos + wait.toNanos()));
    } else if (!entry.hasPublished) {
      entry.hasPublished = true;
      entry.dueNanos = nowNanos + entry.schedule.second(draw).toNanos();
    }
  }

  private static Optional<Duration> retry(Entry entry, double chance) {
    return entry.hasPublished
        ? entry.schedule.retry(chance)
        : Optional.of(entry.schedule.firstRetry(entry.failures, chance));
  }

  /** How long until one is due; 0 or less if one is. {@code Long.MAX_VALUE} if there is none. */
  public synchronized long nanosToNext(long nowNanos) {
    return entries.values().stream()
        .mapToLong(entry -> entry.dueNanos - nowNanos)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** By a clock that may overflow. */
  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }
}
