package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.impl.Headers;
import io.osapi.adapters.nats.server.TestNats;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.DeadLetters.DeadLetter;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.Labels;
import io.osapi.domain.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be delivered is kept with its reason, seen as failed, and in nobody's way. */
class NatsDeadLettersTest {
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final TestSystem system = new TestSystem().awaitReady();
  private final Worker worker = Samples.worker(Samples.newHost(), Labels.NONE, 2);
  private final List<WorkQueue.Intake> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(intake -> intake.drain(DRAIN));
    system.close();
  }

  @Test
  void a_job_that_no_delivery_could_hand_over_fails_and_is_kept_with_the_number_of_tries() {
    open((_, _) -> {
      throw new IllegalStateException("refused by the test");
    });
    var job = submit(new Target.Host(worker.host()));

    eventually().until(() -> status(job) == JobStatus.FAILED);
    assertThat(system.api.deadLetters().newest(10))
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.job()).contains(job.id());
          assertThat(letter.deliveries()).isEqualTo(TestSystem.MAX_DELIVER);
          assertThat(letter.reason()).contains("deliveries");
        });
    assertThat(system.api.deadLetters().count()).isEqualTo(1);
  }

  @Test
  void a_requeued_letter_is_delivered_again_and_its_answer_counts() {
    var mended = new AtomicBoolean();
    open((job, _) -> {
      if (!mended.get()) {
        throw new IllegalStateException("refused by the test");
      }
      system.worker.reports().append(job.id(), Samples.completed(worker.host()));
    });
    var job = submit(new Target.Host(worker.host()));
    eventually().until(() -> status(job) == JobStatus.FAILED);
    var letter = system.api.deadLetters().newest(1).getFirst();
    mended.set(true);

    assertThat(system.api.deadLetters().requeue(letter.id())).isTrue();
    eventually().until(() -> status(job) == JobStatus.COMPLETED);
    assertThat(system.api.deadLetters().count()).isZero();
    assertThat(system.api.deadLetters().requeue(letter.id())).isFalse();
  }

  @Test
  void poison_is_kept_whole_and_what_is_behind_it_does_not_wait() throws Exception {
    open((job, _) -> system.worker.reports().append(job.id(), Samples.completed(worker.host())));
    var known = Samples.job(new Target.Host(worker.host()), worker.host());
    system.api.store().create(known);
    var poison =
        List.of(
            "no JSON",
            "[]",
            "null",
            "{}",
            "{\"v\":99}",
            "{\"v\":1,\"id\":\"x\"}",
            "{\"v\":1,\"operation\":\"no.such.thing\"}");
    for (var each : poison) {
      publish(each);
    }
    var behind = submit(new Target.Host(worker.host()));

    eventually().until(() -> status(behind) == JobStatus.COMPLETED);
    eventually().until(() -> system.api.deadLetters().count() == poison.size());
    assertThat(system.api.deadLetters().newest(100))
        .extracting(DeadLetter::reason)
        .allSatisfy(reason -> assertThat(reason).isNotBlank());
  }

  @Test
  void a_known_job_that_a_worker_cannot_read_fails_on_that_worker() throws Exception {
    open((_, _) -> {});
    var job = Samples.job(new Target.Host(worker.host()), worker.host());
    system.api.store().create(job);
    publish("{\"v\":2}", job);

    eventually().until(() -> status(job) == JobStatus.FAILED);
    assertThat(system.api.deadLetters().newest(1).getFirst().job()).contains(job.id());
  }

  @Test
  void a_reason_that_quotes_anything_of_any_length_is_kept() throws Exception {
    open((_, _) -> {});
    publish("{\"v\":1,\"workers\":\"\",\"id\":\"\\r\\nOsapi-Job: x\\u00fc\"}");
    publish("{\"v\":1,\"workers\":\"\",\"id\":\"" + "x".repeat(600_000) + "\"}");

    // On a slow machine one may be delivered, and buried, again before its burial is acknowledged.
    eventually().until(() -> reasons().distinct().count() == 2);
    assertThat(reasons())
        .allSatisfy(reason -> assertThat(reason).contains("not a UUID").hasSizeLessThan(1_000));
  }

  private Stream<String> reasons() {
    return system.api.deadLetters().newest(10).stream().map(DeadLetter::reason);
  }

  @Test
  void a_body_that_leaves_no_room_for_the_reason_is_left_out_and_cannot_be_requeued()
      throws Exception {
    open((job, _) -> system.worker.reports().append(job.id(), Samples.completed(worker.host())));
    publish("-".repeat((1 << 20) - 100));
    var behind = submit(new Target.Host(worker.host()));

    eventually().until(() -> status(behind) == JobStatus.COMPLETED);
    eventually().until(() -> system.api.deadLetters().count() == 1);
    var letter = system.api.deadLetters().newest(1).getFirst();
    assertThat(letter.reason()).contains("no JSON");
    assertThat(letter.deliveries()).isEqualTo(1);
    assertThat(system.api.deadLetters().requeue(letter.id())).isFalse();
  }

  @Test
  void a_letter_that_none_of_us_wrote_hides_no_other() throws Exception {
    open((_, _) -> {});
    var jobs = system.layout.jobs().name();
    publishTo(NatsDeadLetters.advisories(jobs).replace(">", "x"), "no advisory");
    publishTo("dead." + jobs + ".-", "no letter");
    publish("no JSON");

    eventually().until(() -> system.api.deadLetters().count() == 3);
    var letters = system.api.deadLetters().newest(3);
    assertThat(letters)
        .extracting(DeadLetter::recipient)
        .containsExactly(Topology.ownConsumer(system.layout, worker.host()), "unknown", "unknown");
    assertThat(system.api.deadLetters().requeue(letters.getLast().id())).isFalse();
  }

  private void open(WorkQueue.JobHandler handler) {
    open.add(system.open(worker, handler));
  }

  private Job submit(Target target) {
    var job = Samples.job(target, worker.host());
    system.api.store().create(job);
    system.api.dispatch().announce(job);
    return job;
  }

  private void publish(String body, Job... job) throws Exception {
    var headers = new Headers();
    for (var each : job) {
      headers.add("Nats-Msg-Id", each.id().value());
    }
    var subject =
        Subjects.below(system.layout.jobs().subjects())
            .announcement(Samples.job(new Target.Host(worker.host()), worker.host()));
    var connection = io.nats.client.Nats.connect(TestNats.url());
    connection.jetStream().publish(subject, headers, body.getBytes(StandardCharsets.UTF_8));
    connection.close();
  }

  private static void publishTo(String subject, String body) throws Exception {
    var connection = io.nats.client.Nats.connect(TestNats.url());
    connection.jetStream().publish(subject, body.getBytes(StandardCharsets.UTF_8));
    connection.close();
  }

  private JobStatus status(Job job) {
    return system.api.store().find(job.id()).orElseThrow().status(Instant.now());
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(30));
  }
}
