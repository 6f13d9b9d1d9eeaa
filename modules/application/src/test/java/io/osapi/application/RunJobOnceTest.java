package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MemoryJournal;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.memory.Outage;
import io.osapi.application.port.Journal;
import io.osapi.application.port.Tracing;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However often a job is delivered, and whatever ends in between: its effect happens once. */
class RunJobOnceTest {
  private static final HostName ME = new HostName("me");
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private final MovableClock clock = new MovableClock(Instant.now());
  private final Outage outage = new Outage();
  private final MemoryJobs store = new MemoryJobs(clock, outage);
  private final MemoryJournal journal = new MemoryJournal();
  private final AtomicInteger effects = new AtomicInteger();
  private final MemoryRunner operations = new MemoryRunner();
  private final RunJob runJob = worker(journal);
  private Runnable meanwhile = () -> {};

  RunJobOnceTest() {
    operations
        .on(Samples.LOOK_GET, _ -> effect())
        .on(Samples.SETTINGS_UPDATE, _ -> effect())
        .on(Samples.SCRIPT_RUN, _ -> effect());
  }

  @ParameterizedTest
  @EnumSource(names = {"MODIFY", "EXECUTE"})
  void a_job_that_comes_again_gets_the_same_answer_without_its_effect(Effect effect) {
    var job = stored(effect);
    runJob.run(job, 1);
    clock.advance(Duration.ofMinutes(1));
    var before = events(job);
    runJob.run(job, 2);

    assertThat(effects).hasValue(1);
    assertThat(events(job)).isEqualTo(before);
  }

  @Test
  void an_answer_that_could_not_be_stored_is_stored_when_the_job_comes_again() {
    var job = stored(Effect.MODIFY);
    meanwhile = outage::begin;
    assertThatThrownBy(() -> runJob.run(job, 1)).isInstanceOf(ProblemException.class);
    outage.end();
    runJob.run(job, 2);

    assertThat(effects).hasValue(1);
    assertThat(answer(job)).isInstanceOf(Answer.Completed.class);
  }

  @Test
  void an_answer_is_owed_even_after_the_job_has_expired() {
    var job = stored(Effect.MODIFY);
    meanwhile = outage::begin;
    assertThatThrownBy(() -> runJob.run(job, 1)).isInstanceOf(ProblemException.class);
    outage.end();
    clock.advance(Duration.ofDays(1));
    worker(journal.afterCrash()).run(job, 2);

    assertThat(effects).hasValue(1);
    assertThat(answer(job)).isInstanceOf(Answer.Completed.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"MODIFY", "EXECUTE"})
  void after_a_crash_in_the_middle_the_outcome_is_unknown_and_nothing_runs_again(Effect effect) {
    var job = stored(effect);
    journal.begin(job.id(), clock.instant());
    var restarted = worker(journal.afterCrash());
    restarted.run(job, 2);
    restarted.run(job, 3);

    assertThat(effects).hasValue(0);
    assertThat(events(job)).extracting(TimelineEvent::kind).hasSize(1);
    assertThat(answer(job).error().orElseThrow().code()).isEqualTo("interrupted");
  }

  @Test
  void after_a_crash_a_job_that_only_reads_runs_again_and_the_attempt_counts() {
    var job = stored(Effect.QUERY);
    meanwhile = outage::begin;
    assertThatThrownBy(() -> runJob.run(job, 1)).isInstanceOf(ProblemException.class);
    outage.end();
    meanwhile = () -> {};
    worker(journal.afterCrash()).run(job, 2);

    assertThat(effects).hasValue(2);
    assertThat(answer(job)).isInstanceOf(Answer.Completed.class);
    assertThat(
            store
                .find(job.id())
                .orElseThrow()
                .timeline()
                .outcomes(job, clock.instant())
                .get(ME)
                .attempts())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"MODIFY", "EXECUTE"})
  void without_a_journal_nothing_changes_the_host_and_the_answer_says_why(Effect effect) {
    var job = stored(effect);
    journal.fillUp();
    runJob.run(job, 1);

    assertThat(effects).hasValue(0);
    var fault = answer(job).error().orElseThrow();
    assertThat(fault.code()).isEqualTo("journal-unavailable");
    assertThat(fault.message()).contains("nothing was done").contains("no space left on device");
    journal.empty();
    runJob.run(job, 2);
    assertThat(effects).hasValue(0);
    assertThat(store.find(job.id()).orElseThrow().status(clock.instant()))
        .isEqualTo(JobStatus.FAILED);
  }

  @Test
  void without_a_journal_what_only_reads_goes_on() {
    var job = stored(Effect.QUERY);
    journal.fillUp();
    runJob.run(job, 1);

    assertThat(effects).hasValue(1);
    assertThat(answer(job)).isInstanceOf(Answer.Completed.class);
  }

  @Test
  void a_job_for_others_and_one_that_was_cancelled_are_not_journalled() {
    var others =
        Samples.job(
            Samples.invocationOf(Effect.MODIFY), new Target.All(), List.of(Samples.newHost()));
    store.create(others);
    var cancelled = stored(Effect.MODIFY);
    new CancelJob(new GetJob(store), store, clock)
        .cancel(cancelled.id(), new Principal("somebody", Set.of(Role.WRITE)));
    runJob.run(others, 1);
    runJob.run(cancelled, 1);

    assertThat(effects).hasValue(0);
    assertThat(List.of(others, cancelled))
        .allMatch(job -> journal.find(job.id()).equals(new Journal.Unknown()));
  }

  @Test
  void a_delivery_that_comes_while_the_job_runs_waits_for_its_end() throws Exception {
    var job = stored(Effect.MODIFY);
    var running = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    meanwhile =
        () -> {
          running.countDown();
          pass(gate);
        };
    try (var threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
      var first = threads.submit(() -> runJob.run(job, 1));
      running.await();
      var waiting = new AtomicReference<>(Thread.currentThread());
      var second =
          threads.submit(() -> {
            waiting.set(Thread.currentThread());
            runJob.run(job, 2);
          });
      await().atMost(AT_MOST).until(() -> waiting.get().getState() == Thread.State.WAITING);
      gate.countDown();
      first.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
      second.get(AT_MOST.toSeconds(), TimeUnit.SECONDS);
    }

    assertThat(effects).hasValue(1);
    assertThat(answer(job)).isInstanceOf(Answer.Completed.class);
  }

  private Samples.Outcome effect() {
    effects.incrementAndGet();
    meanwhile.run();
    return new Samples.Outcome(true);
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private RunJob worker(Journal its) {
    return new RunJob(ME, store, operations, store, its, Tracing.NONE, clock);
  }

  private Job stored(Effect effect) {
    var job = Samples.job(Samples.invocationOf(effect), new Target.All(), List.of(ME));
    store.create(job);
    return job;
  }

  private List<TimelineEvent> events(Job job) {
    return store.find(job.id()).orElseThrow().timeline().events();
  }

  private Answer answer(Job job) {
    return ((TimelineEvent.Answered) events(job).getLast()).answer();
  }
}
