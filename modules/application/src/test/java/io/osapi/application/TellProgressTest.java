package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MemoryJournal;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.OperationName;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TellProgressTest {
  private static final HostName ME = new HostName("me");
  private static final Duration STEP = Duration.ofMillis(100);

  private final MovableClock clock = new MovableClock();
  private final MemoryJobs store = new MemoryJobs(clock);
  private final Job job = Samples.job(new Target.Host(ME), ME);
  private final TellProgress progress = new TellProgress(ME, job.id(), store, clock);

  TellProgressTest() {
    store.create(job);
  }

  @Test
  void who_is_soon_done_says_nothing_on_the_way() {
    sayFor(TellProgress.QUIET.minus(STEP));

    assertThat(told()).isEmpty();
  }

  @Test
  void who_takes_longer_says_how_far_it_is_and_ever_more_rarely() {
    sayFor(Duration.ofSeconds(10));
    int soon = told().size();
    sayFor(Duration.ofSeconds(10));

    assertThat(soon).isBetween(5, 10);
    assertThat(told().size() - soon).isBetween(4, 8);
  }

  @Test
  void a_day_of_talk_is_bounded() {
    for (int second = 0; second < Duration.ofDays(1).toSeconds(); second++) {
      clock.advance(Duration.ofSeconds(1));
      progress.say("second " + second);
    }

    assertThat(told()).hasSizeLessThanOrEqualTo(TellProgress.MAX_EVENTS);
  }

  @Test
  void a_long_message_is_cut() {
    clock.advance(TellProgress.QUIET);
    progress.say("x".repeat(1_000_000));

    assertThat(told())
        .singleElement()
        .satisfies(
            event -> assertThat(event.message()).hasSize(TellProgress.MAX_MESSAGE_LENGTH + 1));
  }

  @Test
  void what_an_operation_says_is_in_the_timeline_of_its_job_between_start_and_answer() {
    var runJob =
        new RunJob(
            ME, store, new TalkingRunner(clock), store, new MemoryJournal(), Tracing.NONE, clock);
    runJob.run(job, 1);

    assertThat(store.find(job.id()).orElseThrow().timeline().events())
        .extracting(event -> event.kind().text())
        .containsExactly("started", "progress", "completed");
  }

  private void sayFor(Duration time) {
    for (var left = time; left.isPositive(); left = left.minus(STEP)) {
      clock.advance(STEP);
      progress.say("on my way");
    }
  }

  private List<TimelineEvent.Progress> told() {
    return store.find(job.id()).orElseThrow().timeline().events().stream()
        .filter(TimelineEvent.Progress.class::isInstance)
        .map(TimelineEvent.Progress.class::cast)
        .toList();
  }

  /** Takes a while, and says so. */
  private record TalkingRunner(MovableClock clock) implements OperationRunner {

    @Override
    public List<OperationName> capabilities() {
      return List.of();
    }

    @Override
    public Execution run(
        Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
      clock.advance(TellProgress.QUIET);
      progress.say("half way");
      clock.advance(STEP);
      return new Execution(new Answer.Completed(Optional.empty(), Map.of()), TellProgress.QUIET);
    }
  }
}
