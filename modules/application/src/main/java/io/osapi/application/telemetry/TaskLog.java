package io.osapi.application.telemetry;

import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.Schedule;
import io.osapi.domain.telemetry.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of the runs of an edge worker's tasks. Thread-safe. */
public final class TaskLog {
  private final Map<EdgeTask, Schedule> schedules;
  private final Instant since;
  private final Map<EdgeTask, TaskState> states = new EnumMap<>(EdgeTask.class);

  /**
   * @param schedules of the tasks that are switched on
   * @param since when they were
   */
  public TaskLog(Map<EdgeTask, Schedule> schedules, Instant since) {
    var inOrder = new EnumMap<EdgeTask, Schedule>(EdgeTask.class);
    inOrder.putAll(schedules);
    this.schedules = Collections.unmodifiableMap(inOrder);
    this.since = since;
  }

  public synchronized void ended(EdgeTask task, TaskState.Outcome outcome, Instant at) {
    states.put(task, state(task).after(outcome, at));
  }

  /** Of one that is switched off, or has not run yet: nothing but zeros. */
  public synchronized TaskState state(EdgeTask task) {
    return states.getOrDefault(task, TaskState.NONE);
  }

  /** Those that are switched on. */
  public List<EdgeTask> enabled() {
    return List.copyOf(schedules.keySet());
  }

  /** Why the worker is not as it should be, for people; empty while it is. */
  public synchronized List<String> complaints(Instant now) {
    var complaints = new ArrayList<String>();
    schedules.forEach((task, schedule) -> {
      var state = state(task);
      if (state.failsMostly()) {
        complaints.add(
            task.text()
                + ": more than half of the last "
                + TaskState.WINDOW
                + " failed"
                + because(state));
      }
      if (state.isStale(schedule, since, now)) {
        complaints.add(
            task.text()
                + ": nothing published since "
                + state.lastSuccess().map(Instant::toString).orElse("the start")
                + because(state));
      }
    });
    return complaints;
  }

  private static String because(TaskState state) {
    return state.lastError().map(why -> " (" + why + ")").orElse("");
  }
}
