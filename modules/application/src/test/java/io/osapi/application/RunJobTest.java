package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MemoryJournal;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.memory.MovableClock;
import io.osapi.application.memory.Outage;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunJobTest {
  private static final HostName ME = new HostName("me");
  private static final HostName OTHER = new HostName("other");
  private static final Duration EXPIRY = Duration.ofHours(1);

  private final MovableClock clock = new MovableClock();
  private final Outage outage = new Outage();
  private final MemoryJobs store = new MemoryJobs(clock, outage);
  private final MemoryJournal journal = new MemoryJournal();
  private final AtomicInteger runs = new AtomicInteger();
  private final MemoryRunner operations =
      new MemoryRunner()
          .on(
              Samples.LOOK_GET,
              _ -> {
                runs.incrementAndGet();
                return new Samples.Outcome(true);
              });

  @Test
  void a_job_is_begun_run_and_answered() {
    var job = stored(job(new Target.All(), ME, OTHER));
    runJob().run(job, 2);

    assertThat(events(job)).hasSize(2);
    assertThat(events(job).getFirst()).isEqualTo(new TimelineEvent.Started(ME, clock.instant(), 2));
    assertThat(events(job).getLast())
        .isInstanceOfSatisfying(
            TimelineEvent.Answered.class,
            answered -> {
              assertThat(answered.host()).isEqualTo(ME);
              assertThat(answered.answer())
                  .isEqualTo(new Answer.Completed(Optional.of(true), Map.of("changed", true)));
              assertThat(answered.took()).isPositive();
            });
    assertThat(runs).hasValue(1);
  }

  @Test
  void a_job_for_any_worker_is_this_ones_to_run() {
    var job = stored(job(new Target.Any()));
    runJob().run(job, 1);

    assertThat(runs).hasValue(1);
  }

  @Test
  void a_job_that_does_not_concern_this_worker_leaves_no_trace() {
    var job = stored(job(new Target.All(), OTHER));
    runJob().run(job, 1);

    assertThat(runs).hasValue(0);
    assertThat(events(job)).isEmpty();
  }

  @Test
  void a_job_that_expired_is_not_begun() {
    var job = stored(job(new Target.Any()));
    clock.advance(EXPIRY);
    runJob().run(job, 1);

    assertThat(runs).hasValue(0);
    assertThat(events(job)).isEmpty();
  }

  @Test
  void a_job_is_begun_until_the_moment_it_expires() {
    var job = stored(job(new Target.Any()));
    clock.advance(EXPIRY.minusMillis(1));
    runJob().run(job, 1);

    assertThat(runs).hasValue(1);
  }

  @Test
  void a_failing_operation_is_an_answer() {
    operations.answering(
        Samples.LOOK_GET, _ -> new Answer.Failed(new Fault("command-failed", "exit 3")));
    var job = stored(job(new Target.Any()));
    runJob().run(job, 1);

    assertThat(events(job))
        .extracting(TimelineEvent::kind)
        .containsExactly(TimelineEvent.Kind.STARTED, TimelineEvent.Kind.FAILED);
  }

  @Test
  void an_answer_that_could_not_be_stored_is_not_given_up_silently() {
    var job = stored(job(new Target.Any()));
    operations.on(
        Samples.LOOK_GET,
        _ -> {
          outage.begin();
          return new Samples.Outcome(false);
        });

    assertThatThrownBy(() -> runJob().run(job, 1)).isInstanceOf(ProblemException.class);
  }

  @Test
  void a_job_that_waits_for_a_slot_is_acknowledged_where_it_concerns_this_worker() {
    var mine = stored(job(new Target.All(), ME));
    var others = stored(job(new Target.All(), OTHER));
    var holdJob = new HoldJob(ME, store, clock);
    holdJob.hold(mine);
    holdJob.hold(others);

    assertThat(events(mine)).containsExactly(new TimelineEvent.Acknowledged(ME, clock.instant()));
    assertThat(events(others)).isEmpty();
  }

  private RunJob runJob() {
    return new RunJob(ME, store, operations, store, journal, Tracing.NONE, clock);
  }

  private Job stored(Job job) {
    store.create(job);
    return job;
  }

  private List<TimelineEvent> events(Job job) {
    return store.find(job.id()).orElseThrow().timeline().events();
  }

  private Job job(Target target, HostName... expected) {
    return new Job(
        Samples.newId(),
        new Invocation<>(Samples.LOOK_GET, new NoInput()),
        target,
        List.of(expected),
        Duration.ofSeconds(30),
        clock.instant(),
        clock.instant().plus(EXPIRY),
        "somebody",
        Optional.empty());
  }
}
