package io.osapi.domain.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of the runs of one task.
 *
 * @param runs all of them
 * @param failures of collecting; each was published as an error
 * @param unpublished runs whose payload the broker did not take; it was dropped
 * @param lastSuccess when one was last published that was no error
 * @param lastError why the last one that did not succeed did not
 * @param recent whether each of the last {@value #WINDOW} was collected, the newest last
 */
public record TaskState(
    long runs,
    long failures,
    long unpublished,
    Optional<Instant> lastSuccess,
    Optional<String> lastError,
    List<Boolean> recent) {

  /** Runs that a judgement looks back on. */
  public static final int WINDOW = 20;

  public static final TaskState NONE =
      new TaskState(0, 0, 0, Optional.empty(), Optional.empty(), List.of());

  public TaskState {
    recent = List.copyOf(recent);
  }

  /** How a run ended. */
  public sealed interface Outcome {}

  public record Published() implements Outcome {}

  /** It was not collected, and the error was published. */
  public record Failed(String why) implements Outcome {}

  /** The broker did not take it, whatever it was. */
  public record Unpublished(boolean isCollected, String why) implements Outcome {}

  public TaskState after(Outcome outcome, Instant at) {
    return switch (outcome) {
      case Published _ ->
          new TaskState(
              runs + 1, failures, unpublished, Optional.of(at), lastError, recentAnd(true));
      case Failed(var why) ->
          new TaskState(
              runs + 1, failures + 1, unpublished, lastSuccess, Optional.of(why), recentAnd(false));
      case Unpublished(var isCollected, var why) ->
          new TaskState(
              runs + 1,
              failures + (isCollected ? 0 : 1),
              unpublished + 1,
              lastSuccess,
              Optional.of(why),
              recentAnd(isCollected));
    };
  }

  /** More than half of the window were not collected. */
  public boolean failsMostly() {
    return recent.stream().filter(collected -> !collected).count() > WINDOW / 2;
  }

  /**
   * @param since when it began to be due
   */
  public boolean isStale(Schedule schedule, Instant since, Instant now) {
    return lastSuccess.orElse(since).plus(schedule.patience()).isBefore(now);
  }

  private List<Boolean> recentAnd(boolean collected) {
    var longer = new ArrayList<>(recent);
    longer.add(collected);
    return longer.subList(Math.max(0, longer.size() - WINDOW), longer.size());
  }
}
