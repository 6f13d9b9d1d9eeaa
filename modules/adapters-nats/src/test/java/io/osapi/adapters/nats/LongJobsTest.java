package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.DeclareLost;
import io.osapi.application.RunJob;
import io.osapi.application.contract.Samples;
import io.osapi.application.memory.MemoryJournal;
import io.osapi.application.memory.MemoryRunner;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that take their time, or come too late, or say too much; over a real broker. */
class LongJobsTest {
  /** Several times what the broker waits for word of a delivery. */
  private static final Duration LONG = TestSystem.FIRST_BACK_OFF.multipliedBy(6);

  private static final Duration NO_TIME = Duration.ofMillis(100);

  private final TestSystem system =
      new TestSystem(TestNats.url(), TestSystem.layout(Samples.newWord())).awaitReady();
  private final HostName host = Samples.newHost();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger deliveries = new AtomicInteger();

  @AfterEach
  void close() {
    gate.countDown();
    system.close();
  }

  @Test
  void an_operation_longer_than_the_brokers_patience_is_delivered_once() {
    open(worker(2));
    open(Samples.worker(Samples.newHost(), Labels.NONE, 2));
    for (var job :
        new Job[] {
          Samples.job(new Target.Host(host), host), Samples.job(new Target.Any()),
        }) {
      submit(job);
    }

    eventually().until(() -> deliveries.get() == 2);
    await().during(LONG).atMost(LONG.multipliedBy(2)).until(() -> deliveries.get() == 2);
  }

  @Test
  void a_job_that_waits_for_a_slot_longer_than_that_is_not_delivered_again_either() {
    open(worker(1));
    var first = Samples.job(new Target.Host(host), host);
    var second = Samples.job(new Target.Host(host), host);
    submit(first);
    eventually().until(() -> deliveries.get() == 1);
    submit(second);
    await().during(LONG).atMost(LONG.multipliedBy(2)).until(() -> deliveries.get() == 1);
    gate.countDown();

    eventually().until(() -> deliveries.get() == 2);
    await().during(LONG).atMost(LONG.multipliedBy(2)).until(() -> deliveries.get() == 2);
  }

  @Test
  void a_job_that_expired_before_its_worker_came_is_never_run() {
    var runs = new AtomicInteger();
    var operations =
        new MemoryRunner()
            .on(
                Samples.LOOK_GET,
                _ -> {
                  runs.incrementAndGet();
                  return new Samples.Outcome(false);
                });
    run(operations).drain(NO_TIME);
    var expiring = Samples.expiringIn(NO_TIME, new Target.Host(host), host);
    submit(expiring);
    eventually().until(() -> expiring.hasExpired(Instant.now()));
    run(operations);
    var behind = Samples.job(new Target.Host(host), host);
    submit(behind);

    eventually().until(() -> status(behind) == JobStatus.COMPLETED);
    assertThat(status(expiring)).isEqualTo(JobStatus.EXPIRED);
    assertThat(runs).hasValue(1);
  }

  @Test
  void a_result_above_the_limit_is_cut_and_flagged_and_arrives() {
    var tooMuch = Map.<String, Object>of("changed", false, "text", "x".repeat(3 << 20));
    run(
        new MemoryRunner()
            .answering(Samples.LOOK_GET, _ -> new Answer.Completed(Optional.empty(), tooMuch)));
    var job = Samples.job(new Target.Host(host), host);
    submit(job);
    eventually().until(() -> status(job) == JobStatus.COMPLETED);

    var outcome = record(job).timeline().outcomes(job, Instant.now()).get(host);
    assertThat(outcome.answer().orElseThrow())
        .isInstanceOfSatisfying(
            Answer.Completed.class,
            completed -> {
              assertThat(completed.data()).containsEntry("truncated", true);
              assertThat((String) completed.data().get("text")).hasSizeGreaterThan(100_000);
            });
  }

  @Test
  void a_worker_that_vanishes_while_it_runs_a_job_has_lost_it() {
    var me =
        new Worker(
            host,
            Labels.NONE,
            "0.1.0",
            "linux/amd64",
            Instant.now(),
            NO_TIME,
            1,
            worker(1).capabilities());
    system.worker.heartbeats().send(new Heartbeat(me, Heartbeat.State.READY, 0));
    eventually().until(() -> !system.api.fleet().members().isEmpty());
    var job = Samples.job(new Target.Host(host), host);
    submit(job);
    system.worker.reports().append(job.id(), new TimelineEvent.Started(host, Instant.now(), 1));
    var declareLost =
        new DeclareLost(
            system.api.index(), system.api.fleet(), system.api.store(), InstantSource.system());

    eventually()
        .until(() -> {
          declareLost.declare();
          return status(job) == JobStatus.FAILED;
        });
    assertThat(record(job).timeline().outcomes(job, Instant.now()).get(host).status())
        .isEqualTo(WorkerStatus.LOST);
  }

  private Worker worker(int maxJobs) {
    return Samples.worker(host, Labels.NONE, maxJobs);
  }

  /** Holds what it is given until the gate opens. */
  private void open(Worker worker) {
    system.open(
        worker,
        (_, _) -> {
          deliveries.incrementAndGet();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private io.osapi.application.port.WorkQueue.Intake run(MemoryRunner operations) {
    var runJob =
        new RunJob(
            host,
            system.worker.reports(),
            operations,
            system.worker.cancellations(),
            new MemoryJournal(),
            Tracing.NONE,
            InstantSource.system());
    return system.open(worker(2), runJob::run);
  }

  private void submit(Job job) {
    system.api.store().create(job);
    system.api.dispatch().announce(job);
  }

  private JobRecord record(Job job) {
    return system.api.store().find(job.id()).orElseThrow();
  }

  private JobStatus status(Job job) {
    return record(job).status(Instant.now());
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
