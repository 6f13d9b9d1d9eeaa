package io.osapi.application.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.SubmitJob;
import io.osapi.application.contract.Samples;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.NoInput;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The use cases together: from a request to the answers of all workers. */
class MemorySystemTest {
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  private final InstantSource clock = InstantSource.system();
  private final MemorySystem system = new MemorySystem(clock);
  private final MemoryRunner good =
      new MemoryRunner().on(Samples.LOOK_GET, _ -> new Samples.Outcome(false));
  private final MemoryRunner bad =
      new MemoryRunner()
          .on(
              Samples.LOOK_GET,
              _ -> {
                throw new IllegalStateException("broken");
              });

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void a_broadcast_ends_with_the_last_of_its_answers() {
    system.startWorker("a", good);
    system.startWorker("b", bad);
    system.startWorker("c", new MemoryRunner());
    var found = submitAndAwait(new Target.All());

    assertThat(found.status(clock.instant())).isEqualTo(JobStatus.PARTIAL_FAILURE);
    assertThat(statuses(found))
        .isEqualTo(
            Map.of(
                "a", WorkerStatus.COMPLETED, "b", WorkerStatus.FAILED, "c", WorkerStatus.SKIPPED));
  }

  @Test
  void a_job_for_any_runs_at_one() {
    system.startWorker("a", good);
    system.startWorker("b", good);
    var found = submitAndAwait(new Target.Any());

    assertThat(statuses(found)).hasSize(1).containsValue(WorkerStatus.COMPLETED);
  }

  @Test
  void a_label_finds_its_group() {
    system.startWorker("a", new Labels(Map.of("group", "web.dev")), good);
    system.startWorker("b", new Labels(Map.of("group", "website")), good);

    assertThat(statuses(submitAndAwait(new Target.Label("group", "web")))).containsOnlyKeys("a");
  }

  @Test
  void a_worker_that_returns_runs_what_it_missed() {
    system.startWorker("a", good).stop();
    var job = submit(new Target.Host(new HostName("a")));
    assertThat(system.getJob.get(job.id()).status(clock.instant())).isEqualTo(JobStatus.SUBMITTED);
    system.startWorker("a", good);

    assertThat(system.awaitJob.await(job.id(), AT_MOST).status(clock.instant()))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_job_beyond_the_slots_is_acknowledged_before_it_runs() {
    var gate = new CountDownLatch(1);
    var slow =
        new MemoryRunner()
            .on(
                Samples.LOOK_GET,
                _ -> {
                  awaitOpen(gate);
                  return new Samples.Outcome(false);
                });
    var worker = system.startWorker("a", slow);
    var host = new Target.Host(new HostName("a"));
    Job last = submit(host);
    while (worker.intake().running() < system.worker("a", Labels.NONE, slow).maxJobs()) {
      last = submit(host);
    }
    var waiting = submit(host);
    await()
        .atMost(AT_MOST)
        .until(() ->
            statuses(system.getJob.get(waiting.id())).containsValue(WorkerStatus.ACKNOWLEDGED));
    gate.countDown();

    assertThat(system.awaitJob.await(waiting.id(), AT_MOST).status(clock.instant()))
        .isEqualTo(JobStatus.COMPLETED);
    assertThat(system.awaitJob.await(last.id(), AT_MOST).status(clock.instant()))
        .isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void an_operation_that_takes_too_long_is_stopped() {
    var interrupted = new CountDownLatch(1);
    system.startWorker(
        "a",
        new MemoryRunner()
            .on(
                Samples.LOOK_GET,
                _ -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException stopped) {
                    interrupted.countDown();
                  }
                  return new Samples.Outcome(false);
                }));
    var job = submit(new Target.Any(), Optional.of(Duration.ofMillis(150)));

    assertThat(statuses(system.awaitJob.await(job.id(), AT_MOST)))
        .containsValue(WorkerStatus.TIMED_OUT);
    await().atMost(AT_MOST).until(() -> interrupted.getCount() == 0);
  }

  @Test
  void an_outage_is_told_by_all_and_over_when_it_ends() {
    system.startWorker("a", good);
    system.outage.begin();
    assertThat(system.checkReadiness.check()).isPresent();
    assertThatThrownBy(() -> submit(new Target.Any()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.UNAVAILABLE));
    system.outage.end();

    assertThat(system.checkReadiness.check()).isEmpty();
    assertThat(submitAndAwait(new Target.Any()).status(clock.instant()))
        .isEqualTo(JobStatus.COMPLETED);
  }

  private JobRecord submitAndAwait(Target target) {
    return system.awaitJob.await(submit(target).id(), AT_MOST);
  }

  private Job submit(Target target) {
    return submit(target, Optional.empty());
  }

  private Job submit(Target target, Optional<Duration> timeout) {
    return system.submitJob.submit(
        new SubmitJob.Request(
            new Invocation<>(Samples.LOOK_GET, new NoInput()),
            target,
            timeout,
            Optional.empty(),
            new Principal("somebody", Set.of(Role.WRITE))));
  }

  private Map<String, WorkerStatus> statuses(JobRecord found) {
    return found.timeline().outcomes(found.job(), clock.instant()).entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                entry -> entry.getKey().value(), entry -> entry.getValue().status()));
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
