package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryFleet;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeclareLostTest {
  private static final HostName A = new HostName("a");
  private static final HostName B = new HostName("b");

  private final MovableClock clock = new MovableClock();
  private final MemoryJobs jobs = new MemoryJobs(clock);
  private final MemoryFleet fleet = new MemoryFleet(clock);
  private final DeclareLost lost = new DeclareLost(jobs, fleet, jobs, clock);

  @Test
  void a_worker_that_fell_silent_while_it_ran_a_job_has_lost_it() {
    beat(A, Heartbeat.State.READY);
    var job = started(new Target.Host(A), A);
    clock.advance(Samples.HEARTBEAT_INTERVAL.multipliedBy(7));
    lost.declare();
    lost.declare();

    assertThat(outcome(job, A)).isEqualTo(WorkerStatus.LOST);
    assertThat(status(job)).isEqualTo(JobStatus.FAILED);
    assertThat(jobs.find(job.id()).orElseThrow().timeline().events()).hasSize(2);
  }

  @Test
  void a_worker_that_is_only_late_has_lost_nothing() {
    beat(A, Heartbeat.State.READY);
    var job = started(new Target.Host(A), A);
    clock.advance(Samples.HEARTBEAT_INTERVAL.multipliedBy(4));
    lost.declare();

    assertThat(outcome(job, A)).isEqualTo(WorkerStatus.PROCESSING);
  }

  @Test
  void a_gone_worker_that_had_not_begun_may_still_get_its_job() {
    beat(A, Heartbeat.State.STOPPED);
    var job = created(new Target.Host(A), A);
    lost.declare();

    assertThat(status(job)).isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void of_a_broadcast_only_the_gone_worker_is_lost() {
    beat(A, Heartbeat.State.STOPPED);
    beat(B, Heartbeat.State.READY);
    var job = started(new Target.All(), A, B);
    jobs.append(job.id(), Samples.completed(B));
    lost.declare();

    assertThat(outcome(job, A)).isEqualTo(WorkerStatus.LOST);
    assertThat(status(job)).isEqualTo(JobStatus.PARTIAL_FAILURE);
  }

  @Test
  void a_job_for_any_worker_is_left_to_another() {
    beat(A, Heartbeat.State.STOPPED);
    var job = created(new Target.Any());
    jobs.append(job.id(), Samples.started(A));
    lost.declare();

    assertThat(status(job)).isEqualTo(JobStatus.PROCESSING);
  }

  @Test
  void an_answer_that_comes_after_all_counts() {
    beat(A, Heartbeat.State.STOPPED);
    var job = started(new Target.Host(A), A);
    lost.declare();
    jobs.append(job.id(), Samples.completed(A));

    assertThat(status(job)).isEqualTo(JobStatus.COMPLETED);
  }

  private Job started(Target target, HostName... expected) {
    var job = created(target, expected);
    List.of(expected).forEach(host -> jobs.append(job.id(), Samples.started(host)));
    return job;
  }

  private Job created(Target target, HostName... expected) {
    var sample = Samples.job(target, expected);
    var job =
        new Job(
            sample.id(),
            sample.invocation(),
            target,
            sample.expected(),
            Duration.ofHours(2),
            clock.instant(),
            clock.instant().plus(Duration.ofHours(1)),
            sample.createdBy(),
            Optional.empty());
    jobs.create(job);
    return job;
  }

  private void beat(HostName host, Heartbeat.State state) {
    Worker worker = Samples.worker(host, Labels.NONE, 1);
    fleet.send(new Heartbeat(worker, state, 0));
  }

  private WorkerStatus outcome(Job job, HostName host) {
    var record = jobs.find(job.id()).orElseThrow();
    return record.timeline().outcomes(record.job(), clock.instant()).get(host).status();
  }

  private JobStatus status(Job job) {
    return jobs.find(job.id()).orElseThrow().status(clock.instant());
  }
}
