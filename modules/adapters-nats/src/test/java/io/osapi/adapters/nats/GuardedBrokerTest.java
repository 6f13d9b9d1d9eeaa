package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Broker;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker may do is enough for its work. */
class GuardedBrokerTest {
  private static final HostName ONE = new HostName("one.lan");
  private static final HostName OTHER = new HostName("other_1");

  @TempDir private Path directory;
  private GuardedSystem system;
  private Nats.ApiSide api;
  private final Map<HostName, Nats.WorkerSide> sides = new ConcurrentHashMap<>();

  @BeforeEach
  void start() {
    system = new GuardedSystem(directory, ONE, OTHER);
    api = system.api();
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void jobs_for_a_host_for_any_and_for_all_are_done() {
    open(ONE, answering(ONE));
    open(OTHER, answering(OTHER));
    for (var job :
        new Job[] {
          Samples.job(new Target.Host(ONE), ONE),
          Samples.job(new Target.Any()),
          Samples.job(new Target.All(), ONE, OTHER)
        }) {
      submit(job);
      eventually().until(() -> status(job) == JobStatus.COMPLETED);
    }
    eventually()
        .untilAsserted(() -> {
          // The end of a job for several is told when somebody looks.
          api.index().active();
          assertThat(announcements()).as("what is done").isZero();
        });
  }

  private long announcements() {
    return api.broker().holdings().orElseThrow().streams().stream()
        .filter(stream -> stream.name().equals(system.layout.jobs().name()))
        .mapToLong(Broker.Stream::messages)
        .sum();
  }

  @Test
  void a_running_job_hears_that_it_is_called_off() {
    var stopped = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    var side = new Nats.WorkerSide[1];
    side[0] =
        open(
            ONE,
            (job, _) -> {
              try (var _ =
                  side[0].cancellations().stopOf(job.id()).whenStopped(stopped::countDown)) {
                running.countDown();
                await().atMost(Duration.ofSeconds(10)).until(() -> stopped.getCount() == 0);
              }
            });
    var job = Samples.job(new Target.Host(ONE), ONE);
    submit(job);
    eventually().until(() -> running.getCount() == 0);
    api.store().append(job.id(), cancelled());

    eventually().until(() -> stopped.getCount() == 0);
  }

  @Test
  void what_was_called_off_before_the_worker_came_is_known_to_it() {
    var first = open(ONE, answering(ONE));
    assertThat(first.cancellations().isCancelled(new JobId("0190b1c0-0000-7000-8000-000000000000")))
        .isFalse();
    var job = Samples.job(new Target.Host(OTHER), OTHER);
    announceConsumerOf(OTHER);
    submit(job);
    api.store().append(job.id(), cancelled());
    var heard = new ConcurrentLinkedQueue<Boolean>();
    var side = new Nats.WorkerSide[1];
    side[0] = open(OTHER, (given, _) -> heard.add(side[0].cancellations().isCancelled(given.id())));

    eventually().until(() -> !heard.isEmpty());
    assertThat(heard).containsOnly(true);
  }

  @Test
  void another_takes_over_and_learns_whether_the_job_is_over() {
    var attempts = new AtomicInteger();
    var verdicts = new ConcurrentLinkedQueue<Boolean>();
    var side = new Nats.WorkerSide[1];
    side[0] =
        open(
            ONE,
            (job, attempt) -> {
              attempts.set(attempt);
              if (attempt == 1) {
                throw new IllegalStateException("refused by the test");
              }
              verdicts.add(side[0].reports().isOver(job.id(), Instant.now()));
              answering(ONE).handle(job, attempt);
            });
    var open = Samples.job(new Target.Any());
    submit(open);
    eventually().until(() -> status(open) == JobStatus.COMPLETED);
    assertThat(attempts).hasValue(2);
    assertThat(verdicts).containsExactly(false);

    assertThat(side[0].reports().isOver(open.id(), Instant.now())).isTrue();
    var forOther = Samples.job(new Target.Host(OTHER), OTHER);
    api.store().create(forOther);
    api.store().append(forOther.id(), Samples.started(OTHER));
    api.store().append(forOther.id(), Samples.completed(OTHER));
    assertThat(side[0].reports().isOver(forOther.id(), Instant.now()))
        .as("of others' jobs nothing is told")
        .isFalse();
  }

  @Test
  void who_is_revoked_is_disconnected_and_comes_back_only_when_enrolled_again() throws Exception {
    var file = directory.resolve("one.nk");
    system.enrolment.enrol(ONE, file);
    system.admit();
    var worker = system.worker(ONE, file);
    var side = worker.workerSide(system.layout, Samples.CATALOGUE, ONE);
    sides.put(ONE, side);
    side.queue().open(Samples.worker(ONE, Labels.NONE, 2), answering(ONE));
    worker.connect();
    beat(side, ONE);
    var raw = system.raw(file, "_INBOX.x", new ConcurrentLinkedQueue<>());

    system.enrolment.revoke(ONE);
    system.admit();

    eventually().until(() -> raw.getStatus() == Connection.Status.CLOSED);
    eventually().until(() -> !beats(side, ONE));
    assertThat(api.probe().fault()).as("the API side is not disturbed").isEmpty();
    var job = Samples.job(new Target.Host(ONE), ONE);
    submit(job);

    system.enrolment.enrol(ONE, file);
    system.admit();
    eventually().until(() -> status(job) == JobStatus.COMPLETED);
  }

  @Test
  void who_is_enrolled_while_the_broker_runs_may_come_in() {
    var late = new HostName("late");
    var seed = system.enrolment.local(late).orElseThrow();
    var worker = system.worker(late, seed);
    var side = worker.workerSide(system.layout, Samples.CATALOGUE, late);
    sides.put(late, side);
    side.queue().open(Samples.worker(late, Labels.NONE, 2), answering(late));
    worker.connect();
    system.admit();
    beat(side, late);
    var job = Samples.job(new Target.Host(late), late);
    submit(job);

    eventually().until(() -> status(job) == JobStatus.COMPLETED);
  }

  @Test
  void a_restart_of_the_broker_keeps_everybodys_identity() {
    open(ONE, answering(ONE));
    int port = system.server.port();
    system.server.close();
    eventually().until(() -> api.probe().fault().isPresent());
    try (var _ =
        NatsServer.start(
            NatsServer.Settings.at(directory.resolve("nats"))
                .withPort(port)
                .withAccess(Nats.access(system.layout, system.enrolment.known())))) {
      eventually().until(() -> api.probe().fault().isEmpty());
      var job = Samples.job(new Target.Host(ONE), ONE);
      submit(job);
      eventually().until(() -> status(job) == JobStatus.COMPLETED);
    }
  }

  private Nats.WorkerSide open(HostName host, WorkQueue.JobHandler handler) {
    var worker = system.worker(host, system.enrolment.local(host).orElseThrow());
    var side = worker.workerSide(system.layout, Samples.CATALOGUE, host);
    sides.put(host, side);
    side.queue().open(Samples.worker(host, Labels.NONE, 2), handler);
    worker.connect();
    beat(side, host);
    return side;
  }

  private WorkQueue.JobHandler answering(HostName host) {
    return (job, _) -> sides.get(host).reports().append(job.id(), Samples.completed(host));
  }

  /** The consumer of a worker that beat once and went. */
  private void announceConsumerOf(HostName host) {
    var worker = system.worker(host, system.enrolment.local(host).orElseThrow());
    var side = worker.workerSide(system.layout, Samples.CATALOGUE, host);
    worker.connect();
    beat(side, host);
    worker.close();
  }

  /** Returns when the API side knows the worker, which then has its consumer. */
  private void beat(Nats.WorkerSide side, HostName host) {
    eventually().until(() -> beats(side, host));
    eventually()
        .until(() -> api.fleet().members().stream().anyMatch(member -> member.host().equals(host)));
  }

  private static boolean beats(Nats.WorkerSide side, HostName host) {
    try {
      side.heartbeats()
          .send(new Heartbeat(Samples.worker(host, Labels.NONE, 2), Heartbeat.State.READY, 0));
      return true;
    } catch (ProblemException notConnected) {
      return false;
    }
  }

  private void submit(Job job) {
    api.store().create(job);
    api.dispatch().announce(job);
  }

  private JobStatus status(Job job) {
    return api.store().find(job.id()).orElseThrow().status(Instant.now());
  }

  private static TimelineEvent cancelled() {
    return new TimelineEvent.Cancelled(Instant.now(), "somebody", Set.of());
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(20));
  }
}
