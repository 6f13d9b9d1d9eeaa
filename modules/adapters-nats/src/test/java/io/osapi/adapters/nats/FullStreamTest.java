package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.Nats.Layout;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.SubmitJob;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Broker;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** What we keep in JetStream is full: new jobs are refused, and nothing that was accepted goes. */
class FullStreamTest {
  private static final Principal SOMEBODY = new Principal("somebody", Set.of(Role.WRITE));
  private static final Duration NO_TIME = Duration.ofMillis(200);
  private static final int FEW = 3;
  private static final int TENS = 50;

  /** Long before anybody sweeps. */
  private static final Duration ROOM_WITHIN = Duration.ofSeconds(10);

  private static final int MANY = 10_000;
  private static final long SMALL_BYTES = 32 << 10;

  private final HostName host = Samples.newHost();
  private final Worker worker = Samples.worker(host, Labels.NONE, 2);

  @Test
  void a_full_stream_refuses_new_jobs_and_takes_them_again_once_the_others_are_done() {
    try (var system = system(FEW, 0)) {
      system.open(worker, (_, _) -> {}).drain(NO_TIME);
      var accepted = new ArrayList<Job>();
      for (int i = 0; i < FEW; i++) {
        accepted.add(submit(system));
      }

      assertFull(() -> submit(system));
      assertThat(system.api.index().page(Filter.ALL, 10, 0).total()).isEqualTo(FEW);
      assertThat(system.api.store().find(accepted.getFirst().id())).isPresent();

      system.open(worker, (job, _) -> complete(system, job));
      eventually().until(() -> accepted.stream().allMatch(job -> isCompleted(system, job)));
      eventually().until(() -> isTaken(() -> submit(system)));
    }
  }

  @Test
  void a_stream_takes_any_number_of_jobs_that_are_done_before_the_next() {
    try (var system = system(FEW, 0)) {
      system.open(worker, (job, _) -> complete(system, job));
      for (int i = 0; i < 10 * FEW; i++) {
        await().atMost(ROOM_WITHIN).until(() -> isTaken(() -> submit(system)));
      }
    }
  }

  @Test
  void a_stream_takes_far_more_than_it_holds_while_workers_keep_up() throws Exception {
    try (var system = system(TENS, 0);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      system.open(Samples.worker(host, Labels.NONE, TENS), (job, _) -> complete(system, job));
      var accepted = new ConcurrentLinkedQueue<Job>();
      var calls = new ArrayList<Future<?>>();
      for (int i = 0; i < 20 * TENS; i++) {
        calls.add(
            callers.submit(
                () -> eventually().until(() -> isTaken(() -> accepted.add(submit(system))))));
      }
      for (var call : calls) {
        call.get();
      }

      assertThat(accepted).hasSize(20 * TENS);
      eventually().until(() -> accepted.stream().allMatch(job -> isCompleted(system, job)));
      eventually().until(() -> held(system) == 0);
    }
  }

  private static long held(TestSystem system) {
    return system.api.broker().holdings().orElseThrow().streams().stream()
        .filter(stream -> stream.name().equals(system.layout.jobs().name()))
        .mapToLong(Broker.Stream::messages)
        .sum();
  }

  @Test
  void a_full_bucket_refuses_new_jobs_is_read_on_and_has_room_again_when_jobs_go() {
    try (var system = system(MANY, SMALL_BYTES)) {
      system.open(worker, (_, _) -> {}).drain(NO_TIME);
      var accepted = new ArrayList<Job>();
      assertFull(() -> {
        for (int i = 0; i < MANY; i++) {
          accepted.add(submit(system));
        }
      });

      assertThat(accepted).isNotEmpty();
      assertThat(system.api.store().findAll(ids(accepted))).hasSameSizeAs(accepted);
      assertThat(system.api.index().page(Filter.ALL, 1, 0).total()).isEqualTo(accepted.size());
      ids(accepted).forEach(system.api.store()::delete);
      eventually().until(() -> isTaken(() -> submit(system)));
    }
  }

  @Test
  void a_worker_keeps_its_answer_until_there_is_room_for_it() {
    try (var system = system(MANY, SMALL_BYTES)) {
      var filling = new ArrayList<Job>();
      assertFull(() -> {
        for (int i = 0; i < MANY; i++) {
          var job = Samples.job(new Target.Host(host), host);
          system.api.store().append(job.id(), Samples.completed(host));
          filling.add(job);
        }
      });
      var job = Samples.job(new Target.Host(host), host);
      var answering =
          CompletableFuture.runAsync(
              () -> system.worker.reports().append(job.id(), Samples.completed(host)),
              Thread::startVirtualThread);
      await().during(NO_TIME).until(() -> !answering.isDone());

      ids(filling).forEach(system.api.store()::delete);
      eventually().until(answering::isDone);
      answering.join();
    }
  }

  private static TestSystem system(long maxMessages, long maxBytes) {
    var layout = TestSystem.layout(Samples.newWord());
    var jobs = layout.jobs();
    var limited =
        new Layout(
            new Layout.Stream(jobs.name(), jobs.subjects(), jobs.maxAge(), maxMessages, false, 1),
            layout.deadLetters(),
            limited(layout.queue(), maxBytes),
            limited(layout.responses(), maxBytes),
            layout.workers(),
            layout.revokedTokens(),
            layout.consumer(),
            layout.agents());
    return new TestSystem(TestNats.url(), limited).awaitReady();
  }

  private static Layout.Bucket limited(Layout.Bucket bucket, long maxBytes) {
    return new Layout.Bucket(bucket.name(), bucket.ttl(), maxBytes, false, 1);
  }

  private Job submit(TestSystem system) {
    var api = system.api;
    var submitJob =
        new SubmitJob(
            api.fleet(), api.store(), api.dispatch(), Samples::newId, InstantSource.system());
    return submitJob.submit(
        new SubmitJob.Request(
            Samples.invocationOf(Effect.MODIFY),
            new Target.Host(host),
            Optional.empty(),
            Optional.empty(),
            SOMEBODY));
  }

  private void complete(TestSystem system, Job job) {
    system.worker.reports().append(job.id(), Samples.completed(host));
  }

  private static boolean isCompleted(TestSystem system, Job job) {
    return system.api.store().find(job.id()).orElseThrow().status(Instant.now())
        == JobStatus.COMPLETED;
  }

  private static List<io.osapi.domain.job.JobId> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  private static boolean isTaken(Runnable submission) {
    try {
      submission.run();
      return true;
    } catch (ProblemException full) {
      return false;
    }
  }

  private static void assertFull(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.QUEUE_FULL));
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
