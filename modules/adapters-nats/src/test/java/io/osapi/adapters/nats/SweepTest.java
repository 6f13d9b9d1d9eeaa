package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.impl.Headers;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.projection.JobProjection;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left in the stream by others, and of whom it may be taken away. */
class SweepTest {
  private static final HostName HOST = new HostName("one");
  private static final HostName OTHER = new HostName("other");
  private static final Duration SOON = Sweep.MIN_AGE.plusSeconds(10);
  private static final Duration LATER = Remnants.NAMELESS.plusSeconds(10);

  private final TestSystem system = new TestSystem().awaitReady();
  private final Link link =
      Link.open(new Nats.Endpoint(List.of(TestNats.url()), "test", Optional.empty()));
  private final Codec codec = new Codec(Samples.CATALOGUE);
  private Connection connection;
  private JobFollower follower;
  private NatsJobStore store;
  private NatsJobIndex index;

  /** What a process knows that has announced none of it. */
  @BeforeEach
  void connect() throws Exception {
    connection = io.nats.client.Nats.connect(TestNats.url());
    var queue = new KeyBucket(link, system.layout.queue());
    var responses = new KeyBucket(link, system.layout.responses());
    store = new NatsJobStore(link, queue, responses, codec, io.osapi.application.port.Tracing.NONE);
    index =
        new NatsJobIndex(
            new JobProjection(Duration.ofDays(1)), store, InstantSource.system(), (_, _, _) -> {});
    follower = new JobFollower(queue, responses, codec, List.of(index));
    link.onConnect(follower::subscribe);
    link.connect();
    await().until(follower::isCaughtUp);
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    connection.close();
    system.close();
  }

  @Test
  void what_is_final_goes_and_what_waits_stays() {
    var completed = announced(Samples.job(new Target.Any()));
    var waiting = announced(Samples.job(new Target.Host(HOST), HOST));
    var failed = announced(Samples.job(new Target.All(), HOST, OTHER));
    var half = announced(Samples.job(new Target.All(), HOST, OTHER));
    var expired = announced(Samples.expiringIn(Duration.ZERO, new Target.Host(HOST), HOST));
    var cancelled = announced(Samples.job(new Target.Host(HOST), HOST));
    tell(completed, Samples.started(HOST), Samples.completed(HOST));
    tell(failed, failed(HOST, "broken"), failed(OTHER, "broken"));
    tell(half, Samples.completed(HOST));
    tell(cancelled, cancelled());

    assertThat(swept(SOON)).containsExactlyInAnyOrder(waiting.id(), half.id());
    assertThat(expired.id()).isNotNull();
  }

  @Test
  void what_is_young_is_in_the_hands_of_others() {
    var completed = announced(Samples.job(new Target.Any()));
    tell(completed, Samples.completed(HOST));

    assertThat(swept(Duration.ZERO)).containsExactly(completed.id());
  }

  @Test
  void what_is_not_stored_any_more_goes() {
    var deleted = announced(Samples.job(new Target.Any()));
    system.api.store().delete(deleted.id());
    var aged = Samples.job(new Target.Any());
    publish(new Headers().add("Nats-Msg-Id", aged.id().value()));

    assertThat(swept(SOON)).isEmpty();
  }

  /** A process of this release must not take from a later one what it cannot read itself. */
  @Test
  void what_is_stored_and_cannot_be_read_here_stays() throws Exception {
    var later = Samples.newId();
    connection
        .jetStream()
        .publish("$KV." + system.layout.queue().name() + ".jobs." + later, bytes("{\"v\":2}"));
    publish(new Headers().add("Nats-Msg-Id", later.value()));

    assertThat(swept(LATER)).containsExactly(later);
  }

  /** A worker that comes back is given again what it had begun, and then says what became of it. */
  @Test
  void what_a_worker_began_and_never_answered_stays_for_its_return() {
    var lost = announced(Samples.job(new Target.Host(HOST), HOST));
    tell(lost, Samples.started(HOST), new TimelineEvent.Lost(HOST, Instant.now()));
    var stopped = announced(Samples.job(new Target.All(), HOST, OTHER));
    tell(stopped, Samples.started(HOST), cancelled());
    assertThat(swept(SOON)).containsExactlyInAnyOrder(lost.id(), stopped.id());

    tell(lost, failed(HOST, "interrupted"));
    tell(stopped, failed(HOST, "interrupted"));
    assertThat(swept(SOON)).isEmpty();
  }

  @Test
  void what_was_given_up_stays_until_it_is_answered_after_all() {
    var givenUp = announced(Samples.job(new Target.Host(HOST), HOST));
    tell(givenUp, failed(HOST, NatsDeadLetters.UNDELIVERABLE));
    assertThat(swept(LATER)).containsExactly(givenUp.id());

    tell(givenUp, Samples.completed(HOST));
    assertThat(swept(SOON)).isEmpty();
  }

  @Test
  void what_a_worker_could_not_read_goes_but_not_when_it_is_sent_again() {
    var unreadable = announced(Samples.job(new Target.Host(HOST), HOST));
    tell(unreadable, failed(HOST, NatsDeadLetters.UNREADABLE));
    publish(new Headers().add("Osapi-Job", unreadable.id().value()));
    assertThat(swept(SOON)).containsExactly(unreadable.id());

    tell(unreadable, Samples.completed(HOST));
    assertThat(swept(SOON)).isEmpty();
  }

  @Test
  void what_names_no_job_goes_when_everybody_was_given_it() {
    publish(new Headers());
    publish(new Headers().add("Nats-Msg-Id", "no job"));

    swept(SOON);
    assertThat(messages()).isEqualTo(2);
    swept(LATER);
    assertThat(messages()).isZero();
  }

  @Test
  void a_walk_of_several_parts_goes_on_where_it_was() {
    var waiting = announced(Samples.job(new Target.Any()));
    for (int i = 0; i < 3_000; i++) {
      publish(new Headers().add("Osapi-Job", waiting.id().value()));
    }
    var completed = announced(Samples.job(new Target.Any()));
    tell(completed, Samples.completed(HOST));
    var sweep = sweep(SOON);

    assertThat(sweep.part()).as("there is more").isTrue();
    assertThat(ids()).contains(completed.id());
    assertThat(sweep.part()).as("there is more").isFalse();
    assertThat(ids()).containsOnly(waiting.id());
  }

  @Test
  void it_leaves_no_consumer_behind() throws Exception {
    announced(Samples.job(new Target.Any()));
    var before = management().getConsumerNames(system.layout.jobs().name());
    swept(SOON);

    assertThat(management().getConsumerNames(system.layout.jobs().name())).isEqualTo(before);
  }

  /** The jobs whose announcements are left after a walk, so much later than now. */
  private List<JobId> swept(Duration later) {
    sweep(later).part();
    return ids();
  }

  private Sweep sweep(Duration later) {
    await().until(() -> follower.isCaughtUp());
    return new Sweep(
        link,
        system.layout,
        follower,
        new Remnants(index, store),
        new Remover(link, system.layout),
        InstantSource.offset(InstantSource.system(), later));
  }

  /** Past the port: what this process announces itself it removes by itself. */
  private Job announced(Job job) {
    system.api.store().create(job);
    publish(new Headers().add("Nats-Msg-Id", job.id().value()));
    eventually().until(() -> index.statuses(Set.of(job.id())).containsKey(job.id()));
    return job;
  }

  private void tell(Job job, TimelineEvent... events) {
    for (var event : events) {
      system.api.store().append(job.id(), event);
    }
    var whole = system.api.store().find(job.id()).orElseThrow().status(Instant.now());
    eventually().until(() -> index.statuses(Set.of(job.id())).get(job.id()) == whole);
  }

  private void publish(Headers headers) {
    try {
      var subject = Subjects.below(system.layout.jobs().subjects()).prefix() + ".query._any";
      connection.jetStream().publish(subject, headers, bytes("{}"));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private List<JobId> ids() {
    try {
      var state = management().getStreamInfo(system.layout.jobs().name()).getStreamState();
      var ids = new ArrayList<JobId>();
      for (long at = state.getFirstSequence(); at <= state.getLastSequence(); at++) {
        NatsDeadLetters.read(management(), system.layout.jobs().name(), at)
            .flatMap(message -> NatsDeadLetters.jobOf(message.getHeaders()))
            .ifPresent(ids::add);
      }
      return ids;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private long messages() {
    try {
      return management().getStreamInfo(system.layout.jobs().name()).getStreamState().getMsgCount();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private JetStreamManagement management() throws IOException {
    return connection.jetStreamManagement();
  }

  private static TimelineEvent failed(HostName host, String code) {
    return Samples.answered(host, new Answer.Failed(new Fault(code, "by the test")));
  }

  private static TimelineEvent cancelled() {
    return new TimelineEvent.Cancelled(Instant.now(), "somebody", Set.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
