package io.osapi.application;

import static io.osapi.application.JobScenario.A;
import static io.osapi.application.JobScenario.SOMEBODY;
import static io.osapi.application.JobScenario.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.problem.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteJobTest {
  private final JobScenario scenario = new JobScenario(A);
  private final DeleteJob deleteJob = scenario.system.deleteJob;

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void a_final_job_is_gone_from_the_store_from_lists_and_from_counts() {
    var job = scenario.submit(new Target.Host(A));
    scenario.completed(job, A);

    assertThat(deleteJob.delete(job.id(), SOMEBODY)).isEmpty();
    assertRefused(Problem.JOB_NOT_FOUND, () -> scenario.found(job.id()));
    assertThat(scenario.system.listJobs.list(Filter.ALL, 10, 0).jobs()).isEmpty();
    assertThat(scenario.system.countJobs.count().total()).isZero();
  }

  @Test
  void a_job_that_is_not_final_is_cancelled_and_stays_readable() {
    var job = scenario.submit(new Target.Host(A));
    scenario.started(job, A);

    assertThat(deleteJob.delete(job.id(), SOMEBODY)).contains(scenario.found(job.id()));
    assertThat(scenario.status(job)).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void the_second_deletion_removes_what_the_first_cancelled() {
    var job = scenario.submit(new Target.Host(A));
    deleteJob.delete(job.id(), SOMEBODY);

    assertThat(deleteJob.delete(job.id(), SOMEBODY)).isEmpty();
    assertRefused(Problem.JOB_NOT_FOUND, () -> deleteJob.delete(job.id(), SOMEBODY));
  }

  @Test
  void an_answer_to_a_deleted_job_brings_nothing_back() {
    var job = scenario.submit(new Target.Host(A));
    deleteJob.delete(job.id(), SOMEBODY);
    deleteJob.delete(job.id(), SOMEBODY);
    scenario.completed(job, A);

    assertRefused(Problem.JOB_NOT_FOUND, () -> scenario.found(job.id()));
    assertThat(scenario.system.countJobs.count().total()).isZero();
  }

  @Test
  void an_unknown_job_is_not_found() {
    assertRefused(Problem.JOB_NOT_FOUND, () -> deleteJob.delete(Samples.newId(), SOMEBODY));
  }
}
