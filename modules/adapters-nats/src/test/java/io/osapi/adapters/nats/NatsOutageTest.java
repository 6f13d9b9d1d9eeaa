package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Broker;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away for a while, in every way that it can be. */
class NatsOutageTest {
  private static final Duration SOON = Duration.ofSeconds(1);

  @TempDir Path store;
  private NatsServer.Settings settings;

  @BeforeEach
  void choosePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      settings = NatsServer.Settings.at(store).withPort(free.getLocalPort());
    }
  }

  @Test
  void who_starts_before_the_broker_is_ready_when_it_comes() {
    try (var system = system()) {
      assertThat(system.api.probe().fault()).isPresent();
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
      }
    }
  }

  @Test
  void a_worker_that_opens_before_the_api_side_knows_it_takes_jobs_once_it_does() {
    var worker = Samples.worker(new HostName("w1"), Labels.NONE, 2);
    try (var _ = NatsServer.start(settings);
        var system = system()) {
      system.awaitReady();
      system.worker.queue().open(worker, (job, _) -> answer(system, job, worker.host()));
      // The pull for a consumer that is not there has been refused by now.
      await().during(SOON).until(() -> system.api.fleet().members().isEmpty());
      system.worker.heartbeats().send(new Heartbeat(worker, Heartbeat.State.READY, 0));
      eventually().until(() -> !system.api.fleet().members().isEmpty());
      var job = Samples.job(new Target.Host(worker.host()), worker.host());
      system.api.store().create(job);
      system.api.dispatch().announce(job);

      await().atMost(Duration.ofSeconds(5)).until(() -> status(system, job) == JobStatus.COMPLETED);
    }
  }

  @Test
  void a_broker_without_room_for_telemetry_does_all_else_after_a_restart_too() {
    try (var system =
        new TestSystem(
            "nats://" + settings.host() + ":" + settings.port(),
            withoutRoom(TestSystem.layout("full")))) {
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        assertUnavailable(() -> system.api.telemetry().latest(new DeviceId("edge")));
      }
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        var worker = Samples.worker(new HostName("later"), Labels.NONE, 2);

        // Who joins is only heard of where the fleet is listened to again.
        await()
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptionsInstanceOf(ProblemException.class)
            .until(() -> {
              system.worker.heartbeats().send(new Heartbeat(worker, Heartbeat.State.READY, 0));
              return !system.api.fleet().members().isEmpty();
            });
      }
    }
  }

  /** No disk is as large as what the stream may have. */
  private static Nats.Layout withoutRoom(Nats.Layout layout) {
    var telemetry = layout.agents().telemetry();
    return new Nats.Layout(
        layout.jobs(),
        layout.deadLetters(),
        layout.queue(),
        layout.responses(),
        layout.workers(),
        layout.revokedTokens(),
        layout.consumer(),
        new Nats.Layout.Agents(
            layout.agents().prefix(),
            new Nats.Layout.TelemetryStream(
                telemetry.name(), telemetry.maxAge(), 1, 1L << 60, false, 1)));
  }

  @Test
  void while_the_broker_is_away_the_api_side_says_so_at_once() {
    try (var system = system()) {
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
      }
      eventually().until(() -> system.api.probe().fault().isPresent());
      var job = Samples.job(new Target.Any());
      long begin = System.nanoTime();

      assertUnavailable(() -> system.api.store().create(job));
      assertUnavailable(() -> system.api.store().find(job.id()));
      assertUnavailable(() -> system.api.dispatch().announce(job));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }
  }

  @Test
  void an_accepted_job_survives_the_broker_and_is_run_after_its_return() {
    var worker = Samples.worker(new HostName("w1"), Labels.NONE, 2);
    try (var system = system()) {
      Job job;
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        system.open(worker, (_, _) -> {}).drain(SOON);
        job = Samples.job(new Target.Host(worker.host()), worker.host());
        system.api.store().create(job);
        system.api.dispatch().announce(job);
      }
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        system.open(worker, (received, _) -> answer(system, received, worker.host()));
        eventually().until(() -> status(system, job) == JobStatus.COMPLETED);
      }
    }
  }

  @Test
  void what_ran_while_the_broker_was_away_is_answered_after_its_return() throws Exception {
    var worker = Samples.worker(new HostName("w1"), Labels.NONE, 2);
    var running = new CountDownLatch(1);
    var brokerGone = new CountDownLatch(1);
    var job = Samples.job(new Target.Host(worker.host()), worker.host());
    try (var system = system()) {
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        system.open(
            worker,
            (received, _) -> {
              running.countDown();
              awaitUninterrupted(brokerGone);
              answer(system, received, worker.host());
            });
        system.api.store().create(job);
        system.api.dispatch().announce(job);
        running.await();
      }
      eventually().until(() -> system.api.probe().fault().isPresent());
      brokerGone.countDown();
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        eventually().until(() -> status(system, job) == JobStatus.COMPLETED);
      }
    }
  }

  @Test
  void who_waits_for_a_job_hears_of_it_across_a_restart_of_the_broker() throws Exception {
    var job = Samples.job(new Target.Any());
    try (var system = system()) {
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        system.api.store().create(job);
        // The feed has something to go on from.
        system.api.store().append(job.id(), Samples.started(new HostName("w1")));
      }
      try (var watch = system.api.feed().watch(job.id(), Duration.ofSeconds(30));
          var _ = NatsServer.start(settings)) {
        system.awaitReady();
        system.api.store().append(job.id(), Samples.completed(new HostName("w1")));
        eventually()
            .until(
                () -> watch.next(SOON).stream().anyMatch(TimelineEvent.Answered.class::isInstance));
      }
    }
  }

  @Test
  void who_asks_for_figures_while_the_broker_is_away_is_told_so_at_once_and_has_them_again_after() {
    try (var system = system()) {
      assertThat(system.api.broker().connection().state()).isInstanceOf(Broker.Down.class);
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        assertThat(system.api.broker().holdings()).isPresent();
      }
      eventually().until(() -> system.api.broker().connection().state() instanceof Broker.Down);
      long begin = System.nanoTime();
      assertThat(system.api.broker().holdings()).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
      try (var _ = NatsServer.start(settings)) {
        system.awaitReady();
        eventually().until(() -> system.api.broker().holdings().isPresent());
        assertThat(system.api.broker().connection().reconnects()).isPositive();
      }
    }
  }

  private TestSystem system() {
    var url = "nats://" + settings.host() + ":" + settings.port();
    return new TestSystem(url, TestSystem.layout("outage"));
  }

  private static void answer(TestSystem system, Job job, HostName host) {
    system.worker.reports().append(job.id(), new TimelineEvent.Started(host, Instant.now(), 1));
    system.worker.reports().append(job.id(), Samples.completed(host));
  }

  private static JobStatus status(TestSystem system, Job job) {
    return system.api.store().find(job.id()).orElseThrow().status(Instant.now());
  }

  private static void assertUnavailable(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isEqualTo(Problem.UNAVAILABLE));
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ConditionFactory eventually() {
    return await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(ProblemException.class);
  }
}
