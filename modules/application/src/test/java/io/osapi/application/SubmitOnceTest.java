package io.osapi.application;

import static io.osapi.application.JobScenario.A;
import static io.osapi.application.JobScenario.ANOTHER;
import static io.osapi.application.JobScenario.SOMEBODY;
import static io.osapi.application.JobScenario.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.SubmitOnce.Submitted;
import io.osapi.application.memory.FixedIds;
import io.osapi.application.memory.MemoryClaims;
import io.osapi.domain.job.Target;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmitOnceTest {
  private static final SubmitJob.Request REQUEST =
      JobScenario.request(new Target.Host(A), SOMEBODY);
  private static final int CALLERS = 50;

  private final JobScenario scenario = new JobScenario(A);
  private final SubmitOnce submitOnce = scenario.system.submitOnce;

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void the_first_request_makes_a_job() {
    var submitted = submitOnce.submit("key", "print", REQUEST);

    assertThat(submitted.isNew()).isTrue();
    assertThat(scenario.found(submitted.job().id()).job()).isEqualTo(submitted.job());
  }

  @Test
  void the_same_again_gives_the_same_job() {
    var first = submitOnce.submit("key", "print", REQUEST);
    scenario.clock.advance(Duration.ofHours(23));

    assertThat(submitOnce.submit("key", "print", REQUEST))
        .isEqualTo(new Submitted(first.job(), false));
    assertThat(scenario.system.jobs.jobs()).containsExactly(first.job());
  }

  @Test
  void the_key_of_a_job_that_was_deleted_makes_no_other() {
    var first = submitOnce.submit("key", "print", REQUEST);
    scenario.system.jobs.delete(first.job().id());

    assertRefused(Problem.JOB_DELETED, () -> submitOnce.submit("key", "print", REQUEST));
    assertThat(scenario.system.jobs.jobs()).isEmpty();
    assertThat(submitOnce.submit("kez", "print", REQUEST).isNew()).isTrue();
  }

  @Test
  void a_key_of_another_request_is_a_conflict() {
    var first = submitOnce.submit("key", "print", REQUEST);

    assertRefused(Problem.IDEMPOTENCY_CONFLICT, () -> submitOnce.submit("key", "other", REQUEST));
    assertThat(scenario.system.jobs.jobs()).containsExactly(first.job());
  }

  @Test
  void another_key_makes_another_job() {
    var first = submitOnce.submit("key", "print", REQUEST);
    var second = submitOnce.submit("kez", "print", REQUEST);

    assertThat(second.isNew()).isTrue();
    assertThat(second.job().id()).isNotEqualTo(first.job().id());
  }

  @Test
  void the_keys_of_two_callers_never_meet() {
    var mine = submitOnce.submit("key", "print", REQUEST);
    var other = JobScenario.request(new Target.Host(A), ANOTHER);
    var theirs = submitOnce.submit("key", "another", other);

    assertThat(theirs.isNew()).isTrue();
    assertThat(theirs.job().id()).isNotEqualTo(mine.job().id());
    assertThat(theirs.job().createdBy()).isEqualTo(ANOTHER.subject());
  }

  @Test
  void a_job_that_was_claimed_but_never_made_is_made_with_the_claimed_id() {
    scenario.system.outage.begin();
    // The claim is kept elsewhere, so it survives where the job does not.
    assertRefused(Problem.UNAVAILABLE, () -> submitOnce.submit("key", "print", REQUEST));
    scenario.system.outage.end();
    var made = submitOnce.submit("key", "print", REQUEST);

    assertThat(made.job().id()).isEqualTo(FixedIds.nth(0));
    assertThat(submitOnce.submit("key", "print", REQUEST))
        .isEqualTo(new Submitted(made.job(), false));
  }

  @Test
  void a_request_that_was_refused_may_be_made_again_under_its_key() {
    var host = new HostName("late");
    var request = JobScenario.request(new Target.Host(host), SOMEBODY);
    assertRefused(Problem.NO_MATCHING_WORKER, () -> submitOnce.submit("key", "print", request));
    scenario.beat(host);

    assertThat(submitOnce.submit("key", "print", request).job().expected()).containsExactly(host);
  }

  @Test
  void of_many_at_once_with_one_key_one_makes_the_job_and_all_get_it() {
    var start = new CyclicBarrier(CALLERS);
    var calls = new ArrayList<CompletableFuture<Submitted>>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        calls.add(
            CompletableFuture.supplyAsync(
                () -> {
                  meet(start);
                  // Else all would make the same job, and nobody could tell two from one.
                  scenario.clock.advance(Duration.ofMillis(1));
                  return submitOnce.submit("key", "print", REQUEST);
                },
                callers));
      }
    }

    var stored = scenario.system.jobs.jobs();
    assertThat(stored).hasSize(1);
    assertThat(calls).extracting(call -> call.join().job()).containsOnly(stored.getFirst());
    assertThat(calls).filteredOn(call -> call.join().isNew()).hasSize(1);
  }

  @Test
  void who_is_slow_between_its_claim_and_its_job_gets_the_job_that_another_made() {
    var system = scenario.system;
    var claims = new MemoryClaims();
    var other = new SubmitOnce(system.submitJob, system.jobs, claims, system.ids);
    var overtaken = new AtomicReference<Submitted>();
    var slow =
        new SubmitOnce(
            system.submitJob,
            system.jobs,
            (key, claim) -> {
              var earlier = claims.claim(key, claim);
              overtaken.set(other.submit("key", "print", REQUEST));
              scenario.clock.advance(Duration.ofSeconds(1));
              return earlier;
            },
            system.ids);
    var submitted = slow.submit("key", "print", REQUEST);

    assertThat(submitted).isEqualTo(new Submitted(overtaken.get().job(), true));
    assertThat(overtaken.get().isNew()).isFalse();
    assertThat(system.jobs.jobs()).containsExactly(submitted.job());
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }
}
