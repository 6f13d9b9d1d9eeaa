package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More workers than may wait for work at the same time: here, all but one. */
class CrowdedQueueTest {
  private static final Duration NO_TIME = Duration.ofMillis(200);

  private final Nats.Layout layout = TestSystem.layout(Samples.newWord());
  private final Map<JobId, HostName> done = new ConcurrentHashMap<>();
  private Connection connection;
  private TestSystem system;

  /** An API process keeps how many may wait at a consumer that is there already. */
  @BeforeEach
  void letOneWait() throws Exception {
    connection = io.nats.client.Nats.connect(TestNats.url());
    var management = connection.jetStreamManagement();
    management.addStream(
        StreamConfiguration.builder()
            .name(layout.jobs().name())
            .subjects(layout.jobs().subjects())
            .retentionPolicy(RetentionPolicy.Interest)
            .maxConsumers(100_000)
            .build());
    management.createConsumer(
        layout.jobs().name(),
        ConsumerConfiguration.builder()
            .durable(Topology.sharedConsumer(layout))
            .deliverPolicy(DeliverPolicy.New)
            .maxPullWaiting(1)
            .build());
    system = new TestSystem(TestNats.url(), layout).awaitReady();
  }

  @AfterEach
  void close() throws Exception {
    system.close();
    connection.close();
  }

  @Test
  void who_may_not_wait_leaves_the_work_to_who_does_and_takes_over_when_that_one_goes()
      throws Exception {
    var first = worker();
    var second = worker();
    var waiting = open(first);
    eventually().until(() -> waiting() == 1);
    var refused = open(second);
    refused(second);
    assertThat(runOne()).isEqualTo(first.host());

    waiting.drain(NO_TIME);
    assertThat(runOne()).isEqualTo(second.host());
    refused.drain(NO_TIME);
  }

  /** Its own consumer tells that it has come to pulling, and that it goes on with that. */
  private void refused(io.osapi.domain.worker.Worker worker) {
    var own = Samples.job(new Target.Host(worker.host()), worker.host());
    assertThat(run(own)).isEqualTo(worker.host());
  }

  private HostName runOne() {
    return run(Samples.job(new Target.Any()));
  }

  private HostName run(Job job) {
    system.api.store().create(job);
    system.api.dispatch().announce(job);
    eventually().until(() -> done.containsKey(job.id()));
    return done.get(job.id());
  }

  private WorkQueue.Intake open(io.osapi.domain.worker.Worker worker) {
    return system.open(worker, (job, _) -> done.put(job.id(), worker.host()));
  }

  private static io.osapi.domain.worker.Worker worker() {
    return Samples.worker(Samples.newHost(), Labels.NONE, 2);
  }

  private long waiting() throws Exception {
    return connection
        .jetStreamManagement()
        .getConsumerInfo(layout.jobs().name(), Topology.sharedConsumer(layout))
        .getNumWaiting();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
