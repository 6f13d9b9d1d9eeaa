package io.osapi.application;

import static io.osapi.application.JobScenario.A;
import static io.osapi.application.JobScenario.B;
import static io.osapi.application.JobScenario.SOMEBODY;
import static io.osapi.application.JobScenario.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJournal;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.job.WorkerOutcome;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelJobTest {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private final JobScenario scenario = new JobScenario(A, B);
  private final CancelJob cancelJob = scenario.system.cancelJob;

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void a_job_that_nobody_has_begun_is_cancelled_at_once_for_all() {
    var job = scenario.submit(new Target.All());
    var cancelled = cancelJob.cancel(job.id(), SOMEBODY);

    assertThat(cancelled.status(scenario.clock.instant())).isEqualTo(JobStatus.CANCELLED);
    assertThat(cancelled).isEqualTo(scenario.found(job.id()));
    assertThat(scenario.events(job))
        .containsExactly(
            new TimelineEvent.Cancelled(scenario.clock.instant(), "somebody", Set.of()));
  }

  @Test
  void a_job_that_was_cancelled_before_its_worker_came_never_runs() {
    var job = scenario.submit(new Target.Host(A));
    cancelJob.cancel(job.id(), SOMEBODY);
    var ran = new CountDownLatch(1);
    var runner =
        new MemoryRunner()
            .on(
                Samples.LOOK_GET,
                _ -> {
                  ran.countDown();
                  return new Samples.Outcome(false);
                });
    new RunJob(
            A,
            scenario.system.jobs,
            runner,
            scenario.system.jobs,
            new MemoryJournal(),
            Tracing.NONE,
            scenario.clock)
        .run(job, 1);

    assertThat(ran.getCount()).isEqualTo(1);
    assertThat(scenario.events(job)).hasSize(1);
  }

  @Test
  void a_running_operation_is_stopped_and_its_late_answer_does_not_count() {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    scenario.system.startWorker(A.value(), blocking(running, interrupted));
    var job = scenario.submit(new Target.Host(A));
    await().atMost(AT_MOST).until(() -> running.getCount() == 0);
    var cancelled = cancelJob.cancel(job.id(), SOMEBODY);

    assertThat(cancelled.status(scenario.clock.instant())).isEqualTo(JobStatus.CANCELLED);
    await().atMost(AT_MOST).until(() -> interrupted.getCount() == 0);
    await()
        .atMost(AT_MOST)
        .until(
            () -> scenario.events(job).stream().anyMatch(TimelineEvent.Answered.class::isInstance));
    assertThat(scenario.status(job)).isEqualTo(JobStatus.CANCELLED);
    assertThat(outcome(job).error()).contains(new Fault("cancelled", "cancelled by somebody"));
  }

  @Test
  void a_success_that_comes_after_the_cancellation_does_not_count() {
    var job = scenario.submit(new Target.Host(A));
    scenario.started(job, A);
    cancelJob.cancel(job.id(), SOMEBODY);
    scenario.completed(job, A);

    assertThat(scenario.status(job)).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void what_one_of_two_had_finished_stays_and_the_job_is_a_partial_failure() {
    var job = scenario.submit(new Target.All());
    scenario.started(job, A);
    scenario.started(job, B);
    scenario.completed(job, A);
    var cancelled = cancelJob.cancel(job.id(), SOMEBODY);
    scenario.completed(job, B);

    assertThat(cancelled.status(scenario.clock.instant())).isEqualTo(JobStatus.PARTIAL_FAILURE);
    assertThat(scenario.status(job)).isEqualTo(JobStatus.PARTIAL_FAILURE);
    assertThat(scenario.outcome(job, A)).isEqualTo(WorkerStatus.COMPLETED);
    assertThat(scenario.outcome(job, B)).isEqualTo(WorkerStatus.CANCELLED);
  }

  @Test
  void a_job_for_any_worker_is_cancelled_whoever_runs_it() {
    var job = scenario.submit(new Target.Any());
    scenario.started(job, B);

    assertThat(cancelJob.cancel(job.id(), SOMEBODY).status(scenario.clock.instant()))
        .isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void a_final_job_is_not_cancelled_and_nothing_is_recorded() {
    var completed = scenario.submit(new Target.Host(A));
    scenario.completed(completed, A);
    var cancelled = scenario.submit(new Target.Host(A));
    cancelJob.cancel(cancelled.id(), SOMEBODY);
    var expired = scenario.submit(new Target.Host(A));
    scenario.clock.advance(JobScenario.EXPIRES_IN);

    for (var job : List.of(completed, cancelled, expired)) {
      var before = scenario.events(job);
      assertRefused(Problem.JOB_IS_FINAL, () -> cancelJob.cancel(job.id(), SOMEBODY));
      assertThat(scenario.events(job)).isEqualTo(before);
    }
  }

  @Test
  void an_unknown_job_is_not_found() {
    assertRefused(Problem.JOB_NOT_FOUND, () -> cancelJob.cancel(Samples.newId(), SOMEBODY));
  }

  private WorkerOutcome outcome(Job job) {
    var record = scenario.found(job.id());
    return record.timeline().outcomes(record.job(), scenario.clock.instant()).get(A);
  }

  /** An operation that ends only when it is interrupted. */
  private static MemoryRunner blocking(CountDownLatch running, CountDownLatch interrupted) {
    return new MemoryRunner()
        .on(
            Samples.LOOK_GET,
            _ -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException stopped) {
                interrupted.countDown();
              }
              return new Samples.Outcome(true);
            });
  }
}
