package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.impl.Headers;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Records that none of us wrote lie in our buckets before a process starts. */
class ForeignRecordsTest {
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Nats.Layout layout =
      TestSystem.layout("t" + UUID.randomUUID().toString().substring(0, 8));

  @Test
  void a_cancellation_of_no_job_keeps_no_worker_from_its_jobs() throws Exception {
    try (var _ = new TestSystem(TestNats.url(), layout).awaitReady()) {
      put(layout.queue(), "status.no-id.cancelled._api.0", new Headers());
    }
    try (var system = new TestSystem(TestNats.url(), layout).awaitReady()) {
      var worker = Samples.worker(Samples.newHost(), Labels.NONE, 2);
      var taken = new CountDownLatch(1);
      var intake = system.open(worker, (_, _) -> taken.countDown());
      var job = Samples.job(new Target.Host(worker.host()), worker.host());
      system.api.store().create(job);
      system.api.dispatch().announce(job);

      assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(intake.drain(DRAIN)).isTrue();
    }
  }

  @Test
  void the_mark_of_a_deleted_key_that_is_no_host_keeps_no_api_from_its_fleet() throws Exception {
    try (var _ = new TestSystem(TestNats.url(), layout).awaitReady()) {
      put(layout.workers(), "-no-host", new Headers().add("KV-Operation", "DEL"));
      put(layout.workers(), "no-heartbeat", new Headers());
    }
    try (var system = new TestSystem(TestNats.url(), layout)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> system.api.probe().fault().isEmpty());
      assertThat(system.api.fleet().members()).isEmpty();
    }
  }

  @Test
  void an_event_or_answer_that_cannot_be_read_hides_nothing_else_of_its_job() throws Exception {
    try (var system = new TestSystem(TestNats.url(), layout).awaitReady()) {
      var job = Samples.job(new Target.Any());
      var host = Samples.newHost();
      system.api.store().create(job);
      system.api.store().append(job.id(), Samples.completed(host));
      put(layout.queue(), "status." + job.id() + ".teleported.some-host.1", new Headers());
      put(layout.queue(), "status." + job.id() + ".started.some-host.1", new Headers());
      put(layout.responses(), job.id() + ".some-host", new Headers());

      var found = system.api.store().find(job.id()).orElseThrow();
      assertThat(found.timeline().events()).hasSize(1);
      assertThat(system.api.store().answers(job.id())).hasSize(1);
      assertThat(system.api.store().findAll(List.of(job.id()))).containsExactly(found);
    }
  }

  private static void put(Nats.Layout.Bucket bucket, String key, Headers headers) throws Exception {
    var connection = io.nats.client.Nats.connect(TestNats.url());
    connection
        .jetStream()
        .publish(
            "$KV." + bucket.name() + "." + key,
            headers,
            "no JSON".getBytes(StandardCharsets.UTF_8));
    connection.close();
  }
}
