package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJobs;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepeatAnnouncementsTest {
  private final MovableClock clock = new MovableClock();
  private final MemoryJobs jobs = new MemoryJobs(clock);
  private final List<Job> announced = new ArrayList<>();
  private final RepeatAnnouncements repeat = new RepeatAnnouncements(jobs, announced::add, clock);

  @Test
  void a_stored_job_that_nobody_heard_of_is_announced_once_more() {
    var job = stored();
    clock.advance(Duration.ofSeconds(6));
    repeat.repeat();
    repeat.repeat();

    assertThat(announced).containsExactly(job);
  }

  @Test
  void a_job_that_is_just_being_announced_is_left_alone() {
    stored();
    clock.advance(Duration.ofSeconds(4));
    repeat.repeat();

    assertThat(announced).isEmpty();
  }

  @Test
  void a_job_that_some_worker_has_heard_of_is_left_alone() {
    var job = stored();
    jobs.append(job.id(), Samples.started(new HostName("a")));
    clock.advance(Duration.ofSeconds(6));
    repeat.repeat();

    assertThat(announced).isEmpty();
  }

  @Test
  void a_job_that_the_queue_would_no_longer_know_again_is_left_to_expire() {
    stored();
    clock.advance(Duration.ofSeconds(101));
    repeat.repeat();

    assertThat(announced).isEmpty();
  }

  private Job stored() {
    var sample = Samples.job(new Target.Any());
    var job =
        new Job(
            sample.id(),
            sample.invocation(),
            sample.target(),
            List.of(),
            sample.timeout(),
            clock.instant(),
            clock.instant().plus(Duration.ofHours(1)),
            sample.createdBy(),
            Optional.empty());
    jobs.create(job);
    return job;
  }
}
