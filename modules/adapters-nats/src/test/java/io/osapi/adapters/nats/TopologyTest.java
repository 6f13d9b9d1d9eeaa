package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.osapi.adapters.nats.Nats.Layout;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams and buckets that were there before us, made by hand or by an earlier version. */
class TopologyTest {
  private final Layout layout = TestSystem.layout(Samples.newWord());
  private final Link link =
      Link.open(new Nats.Endpoint(List.of(TestNats.url()), "test", Optional.empty()));
  private final Topology topology = new Topology(link, layout);
  private Connection connection;

  @BeforeEach
  void connect() throws Exception {
    connection = io.nats.client.Nats.connect(TestNats.url());
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    link.close();
  }

  @Test
  void what_is_as_it_should_be_stays_as_it_is() throws Exception {
    topology.ensure(connection);
    var before = stream(layout.jobs().name());
    topology.ensure(connection);

    assertThat(stream(layout.jobs().name()).toJson()).isEqualTo(before.toJson());
  }

  /** The server looks through all that wait, time and again; a fleet may be of any size. */
  @Test
  void no_more_wait_at_the_shared_consumer_than_can_be_given_work_at_once() throws Exception {
    topology.ensure(connection);

    assertThat(shared().getMaxPullWaiting()).isEqualTo(shared().getMaxAckPending());
  }

  /** nats-server refuses to change it, which must not keep an API process from becoming ready. */
  @Test
  void a_shared_consumer_of_an_earlier_version_keeps_what_cannot_be_changed() throws Exception {
    var management = connection.jetStreamManagement();
    management.addStream(
        jobs().retentionPolicy(RetentionPolicy.Interest).maxConsumers(100_000).build());
    management.createConsumer(
        layout.jobs().name(),
        ConsumerConfiguration.builder()
            .durable(Topology.sharedConsumer(layout))
            .deliverPolicy(DeliverPolicy.New)
            .build());
    long before = shared().getMaxPullWaiting();

    topology.ensure(connection);

    assertThat(shared().getMaxPullWaiting()).isEqualTo(before);
    assertThat(shared().getMaxDeliver()).isEqualTo(TestSystem.MAX_DELIVER);
  }

  private ConsumerConfiguration shared() throws Exception {
    return connection
        .jetStreamManagement()
        .getConsumerInfo(layout.jobs().name(), Topology.sharedConsumer(layout))
        .getConsumerConfiguration();
  }

  /** Earlier versions left it to the server to find out what is done. */
  @Test
  void a_stream_of_an_earlier_version_becomes_one_of_ours_and_each_consumer_stays_where_it_is()
      throws Exception {
    var management = connection.jetStreamManagement();
    management.addStream(
        jobs().retentionPolicy(RetentionPolicy.Interest).maxConsumers(100_000).build());
    var shared = Topology.sharedConsumer(layout);
    for (var name : List.of(shared, "other")) {
      management.createConsumer(
          layout.jobs().name(),
          ConsumerConfiguration.builder()
              .durable(name)
              .ackPolicy(AckPolicy.Explicit)
              .deliverPolicy(DeliverPolicy.New)
              .build());
    }
    var subject = Subjects.below(layout.jobs().subjects()).prefix() + ".query._any";
    for (var body : List.of("done", "waiting")) {
      connection.jetStream().publish(subject, body.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(taken(shared)).isEqualTo("done");

    topology.ensure(connection);

    assertThat(stream(layout.jobs().name()).getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(management.getStreamInfo(layout.jobs().name()).getStreamState().getMsgCount())
        .as("what another is still to be given is there, acknowledged or not")
        .isEqualTo(2);
    assertThat(taken(shared)).isEqualTo("waiting");
    assertThat(taken("other")).isEqualTo("done");
    assertThat(management.getStreamInfo(layout.jobs().name()).getStreamState().getMsgCount())
        .as("an acknowledgement removes nothing any more")
        .isEqualTo(2);
    var info = management.getConsumerInfo(layout.jobs().name(), shared);
    assertThat(info.getNumPending() + info.getNumAckPending()).isZero();
  }

  private String taken(String consumer) throws Exception {
    var message =
        connection.getConsumerContext(layout.jobs().name(), consumer).next(Duration.ofSeconds(5));
    message.ackSync(Duration.ofSeconds(5));
    return new String(message.getData(), StandardCharsets.UTF_8);
  }

  @Test
  void other_limits_are_brought_up_to_the_layout() throws Exception {
    connection
        .jetStreamManagement()
        .addStream(
            jobs()
                .discardPolicy(DiscardPolicy.Old)
                .maxMessages(7)
                .maxAge(Duration.ofMinutes(3))
                .duplicateWindow(Duration.ofMinutes(1))
                .maxConsumers(100_000)
                .build());
    connection
        .keyValueManagement()
        .create(
            KeyValueConfiguration.builder()
                .name(layout.queue().name())
                .ttl(Duration.ofHours(1))
                .build());

    topology.ensure(connection);

    var jobs = stream(layout.jobs().name());
    assertThat(jobs.getRetentionPolicy()).isEqualTo(RetentionPolicy.Limits);
    assertThat(jobs.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
    assertThat(jobs.getMaxMsgs()).isEqualTo(layout.jobs().maxMessages());
    assertThat(jobs.getMaxAge()).isEqualTo(layout.jobs().maxAge());
    assertThat(stream("KV_" + layout.queue().name()).getMaxAge()).isEqualTo(layout.queue().ttl());
  }

  @Test
  void a_stream_of_a_version_that_said_nothing_of_consumers_is_used_as_it_is() throws Exception {
    connection.jetStreamManagement().addStream(jobs().build());

    topology.ensure(connection);

    var jobs = stream(layout.jobs().name());
    assertThat(jobs.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
  }

  @Test
  void what_cannot_be_changed_is_refused_with_the_stream_the_reason_and_the_way_out()
      throws Exception {
    connection
        .jetStreamManagement()
        .addStream(jobs().storageType(StorageType.Memory).maxConsumers(100_000).build());

    assertThatThrownBy(() -> topology.ensure(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(layout.jobs().name())
        .hasMessageContaining("storage")
        .hasMessageContaining("nats stream rm " + layout.jobs().name());
  }

  @Test
  void a_bucket_that_cannot_be_changed_is_refused_alike() throws Exception {
    connection
        .keyValueManagement()
        .create(
            KeyValueConfiguration.builder()
                .name(layout.queue().name())
                .storageType(StorageType.Memory)
                .build());

    assertThatThrownBy(() -> topology.ensure(connection))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("KV_" + layout.queue().name())
        .hasMessageContaining("storage");
  }

  private StreamConfiguration.Builder jobs() {
    return StreamConfiguration.builder()
        .name(layout.jobs().name())
        .subjects(layout.jobs().subjects());
  }

  private StreamConfiguration stream(String name) throws Exception {
    return connection.jetStreamManagement().getStreamInfo(name).getConfiguration();
  }
}
