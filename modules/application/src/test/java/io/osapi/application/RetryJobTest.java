package io.osapi.application;

import static io.osapi.application.JobScenario.A;
import static io.osapi.application.JobScenario.ANOTHER;
import static io.osapi.application.JobScenario.B;
import static io.osapi.application.JobScenario.SOMEBODY;
import static io.osapi.application.JobScenario.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.RetryJob.Whom;
import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemorySystem;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.worker.HostName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryJobTest {
  private static final HostName C = new HostName("c");

  private final JobScenario scenario = new JobScenario(A, B, C);
  private final RetryJob retryJob = scenario.system.retryJob;

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void the_same_is_asked_again_by_who_retries_and_lives_as_long() {
    var old = failedOn(new Target.Host(A), A);
    scenario.clock.advance(JobScenario.EXPIRES_IN);
    var retry = retryJob.retry(old.id(), new Whom.Same(), ANOTHER);

    assertThat(retry.id()).isNotEqualTo(old.id());
    assertThat(retry)
        .isEqualTo(
            new Job(
                retry.id(),
                old.invocation(),
                old.target(),
                old.expected(),
                old.timeout(),
                scenario.clock.instant(),
                scenario.clock.instant().plus(JobScenario.EXPIRES_IN),
                ANOTHER.subject(),
                Optional.of(old.id())));
    assertThat(scenario.status(retry)).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void the_old_job_names_the_new_one_and_keeps_its_status() {
    var old = failedOn(new Target.Host(A), A);
    var retry = retryJob.retry(old.id(), new Whom.Same(), ANOTHER);

    assertThat(retry.retryOf()).contains(old.id());
    assertThat(scenario.found(old.id()).timeline().retry())
        .contains(
            new TimelineEvent.Retried(scenario.clock.instant(), retry.id(), ANOTHER.subject()));
    assertThat(scenario.status(old)).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void the_same_target_is_resolved_anew() {
    var old = failedOn(new Target.All(), A, B, C);
    scenario.clock.advance(MemorySystem.HEARTBEAT_INTERVAL.multipliedBy(10));
    scenario.beat(B);

    assertThat(retryJob.retry(old.id(), new Whom.Same(), SOMEBODY).expected()).containsExactly(B);
  }

  @Test
  void another_target_replaces_the_jobs_own() {
    var old = failedOn(new Target.Host(A), A);
    var retry = retryJob.retry(old.id(), new Whom.Other(new Target.Host(B)), SOMEBODY);

    assertThat(retry.target()).isEqualTo(new Target.Host(B));
    assertThat(retry.expected()).containsExactly(B);
  }

  @Test
  void a_target_without_a_worker_is_refused_and_the_old_job_names_nothing() {
    var old = failedOn(new Target.Host(A), A);
    var nobody = new Whom.Other(new Target.Host(new HostName("nobody")));

    assertRefused(Problem.NO_MATCHING_WORKER, () -> retryJob.retry(old.id(), nobody, SOMEBODY));
    assertThat(scenario.found(old.id()).timeline().retry()).isEmpty();
  }

  @Test
  void of_one_failed_host_just_that_host_repeats_it() {
    var old = scenario.submit(new Target.All());
    scenario.completed(old, A);
    scenario.failed(old, B);
    scenario.completed(old, C);
    var retry = retryJob.retry(old.id(), new Whom.Failed(), SOMEBODY);

    assertThat(retry.target()).isEqualTo(new Target.Host(B));
    assertThat(retry.expected()).containsExactly(B);
  }

  @Test
  void of_several_failed_hosts_all_of_them_and_no_other_repeat_it() {
    var old = scenario.submit(new Target.All());
    scenario.failed(old, A);
    scenario.completed(old, B);
    scenario.failed(old, C);
    var retry = retryJob.retry(old.id(), new Whom.Failed(), SOMEBODY);

    assertThat(retry.target()).isEqualTo(new Target.All());
    assertThat(retry.expected()).containsExactly(A, C);
    assertThat(retry.concerns(B)).isFalse();
  }

  @Test
  void who_never_answered_failed_as_well() {
    var old = scenario.submit(new Target.All());
    scenario.completed(old, A);
    scenario.completed(old, B);
    scenario.clock.advance(JobScenario.EXPIRES_IN);

    assertThat(retryJob.retry(old.id(), new Whom.Failed(), SOMEBODY).expected()).containsExactly(C);
  }

  @Test
  void the_one_that_failed_a_job_for_any_worker_repeats_it() {
    var old = failedOn(new Target.Any(), B);

    assertThat(retryJob.retry(old.id(), new Whom.Failed(), SOMEBODY).target())
        .isEqualTo(new Target.Host(B));
  }

  @Test
  void where_none_failed_there_is_nothing_to_repeat() {
    var old = scenario.submit(new Target.Host(A));
    scenario.completed(old, A);

    assertThatThrownBy(() -> retryJob.retry(old.id(), new Whom.Failed(), SOMEBODY))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem()).isEqualTo(Problem.INVALID_INPUT);
              assertThat(refused.violations())
                  .extracting(Violation::pointer)
                  .containsExactly("/only");
            });
    assertThat(scenario.system.jobs.jobs()).containsExactly(old);
  }

  @Test
  void a_job_for_any_worker_that_nobody_began_is_repeated_as_it_was_and_not_by_its_failed() {
    var old = scenario.submit(new Target.Any());
    scenario.clock.advance(JobScenario.EXPIRES_IN);

    assertRefused(
        Problem.INVALID_INPUT, () -> retryJob.retry(old.id(), new Whom.Failed(), SOMEBODY));
    assertThat(retryJob.retry(old.id(), new Whom.Same(), SOMEBODY).expected()).isEmpty();
  }

  @Test
  void a_job_that_is_not_final_is_not_repeated() {
    var old = scenario.submit(new Target.All());
    scenario.failed(old, A);

    for (var whom : List.of(new Whom.Same(), new Whom.Failed(), new Whom.Other(old.target()))) {
      assertRefused(Problem.JOB_NOT_FINAL, () -> retryJob.retry(old.id(), whom, SOMEBODY));
    }
    assertThat(scenario.system.jobs.jobs()).containsExactly(old);
  }

  @Test
  void an_unknown_job_is_not_found() {
    assertRefused(
        Problem.JOB_NOT_FOUND, () -> retryJob.retry(Samples.newId(), new Whom.Same(), SOMEBODY));
  }

  private Job failedOn(Target target, HostName... hosts) {
    var job = scenario.submit(target);
    List.of(hosts).forEach(host -> scenario.failed(job, host));
    return job;
  }
}
