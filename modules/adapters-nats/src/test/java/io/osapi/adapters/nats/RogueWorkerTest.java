package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.osapi.adapters.nats.key.NKey;
import io.osapi.application.contract.Samples;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threat 7: a rogue worker answers for another, or reads others' jobs. It has the credentials of
 * the worker {@code rogue}, and tries whatever there is. In the subjects below, {@code ID} is the
 * id of a job for the worker {@code victim}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RogueWorkerTest {
  private static final HostName ROGUE = new HostName("rogue");
  private static final TimelineEvent.Answered MY_ANSWER = Samples.completed(ROGUE);
  private static final byte[] MY_ANSWER_BYTES = new Codec(Samples.CATALOGUE).event(MY_ANSWER);
  private static final HostName VICTIM = new HostName("victim");

  /** Named like what it would like to be taken for. */
  private static final HostName ALIKE = new HostName("api");

  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private GuardedSystem system;
  private Nats.ApiSide api;
  private Connection rogue;
  private Job job;

  @BeforeAll
  void start(@TempDir Path directory) {
    system = new GuardedSystem(directory, ROGUE, VICTIM, ALIKE);
    api = system.api();
  }

  @BeforeEach
  void connect() throws Exception {
    refusals.clear();
    rogue = system.raw(seed(ROGUE), "_INBOX.rogue", refusals);
    job = Samples.job(new Target.Host(VICTIM), VICTIM);
    api.store().create(job);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    rogue.close();
  }

  @AfterAll
  void stop() {
    system.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // others' answers, events and heartbeats, and what only the API side says
        "$KV.t-responses.ID.victim",
        "$KV.t-queue.status.ID.started.victim.1",
        "$KV.t-queue.status.ID.progress.victim.1",
        "$KV.t-queue.status.ID.cancelled._api.1",
        "$KV.t-queue.status.ID.cancelled.rogue.1",
        "$KV.t-queue.status.ID.lost.rogue.1",
        "$KV.t-queue.status.ID.expired.rogue.1",
        "$KV.t-queue.jobs.ID",
        "$KV.t-queue.claims.x",
        "$KV.t-workers.victim",
        "dead.t-JOBS.victim",
        // announcements
        "t.query._any",
        "t.modify._all",
        "t.modify.host.victim",
        "t.modify.host.rogue",
        // streams and consumers
        "$JS.API.INFO",
        "$JS.API.STREAM.NAMES",
        "$JS.API.STREAM.LIST",
        "$JS.API.STREAM.INFO.t-JOBS",
        "$JS.API.STREAM.CREATE.X",
        "$JS.API.STREAM.UPDATE.t-JOBS",
        "$JS.API.STREAM.DELETE.t-JOBS",
        "$JS.API.STREAM.PURGE.KV_t-queue",
        "$JS.API.STREAM.PURGE.t-JOBS",
        "$JS.API.STREAM.MSG.DELETE.t-JOBS",
        "$JS.API.STREAM.MSG.GET.t-JOBS",
        "$JS.API.STREAM.MSG.GET.KV_t-queue",
        "$JS.API.STREAM.MSG.DELETE.KV_t-queue",
        "$JS.API.CONSUMER.CREATE.t-JOBS",
        "$JS.API.CONSUMER.CREATE.t-JOBS.x",
        "$JS.API.CONSUMER.CREATE.t-JOBS.t-worker-rogue.t.>",
        "$JS.API.CONSUMER.DURABLE.CREATE.t-JOBS.t-worker-rogue",
        "$JS.API.CONSUMER.DELETE.t-JOBS.t-worker-victim",
        "$JS.API.CONSUMER.INFO.t-JOBS.t-worker-victim",
        "$JS.API.CONSUMER.PAUSE.t-JOBS.t-worker-victim",
        "$JS.API.CONSUMER.NAMES.t-JOBS",
        // others' deliveries
        "$JS.API.CONSUMER.MSG.NEXT.t-JOBS.t-worker-victim",
        "$JS.ACK.t-JOBS.t-worker-victim.1.1.1.1.0",
        // reading what others wrote
        "$JS.API.DIRECT.GET.KV_t-queue",
        "$JS.API.DIRECT.GET.KV_t-responses",
        "$JS.API.DIRECT.GET.t-JOBS",
        "$JS.API.DIRECT.GET.KV_t-queue.$KV.t-queue.jobs.ID",
        "$JS.API.DIRECT.GET.KV_t-queue.$KV.t-queue.status.ID.started.victim.1",
        "$JS.API.DIRECT.GET.KV_t-queue.$KV.t-queue.>",
        "$JS.API.DIRECT.GET.KV_t-responses.$KV.t-responses.ID.victim",
        "$JS.API.DIRECT.GET.KV_t-responses.$KV.t-responses.ID.*",
        "$JS.API.DIRECT.GET.KV_t-workers.$KV.t-workers.victim",
        "osapi.t-JOBS.verdict.victim",
        // what others say and are asked as edge workers
        "t-agents.victim.telemetry.system",
        "t-agents.victim.heartbeat",
        "t-agents.victim.cmd.exec",
        "t-agents.rogue.cmd.exec",
        "t-agents.rogue.telemetry",
        "$SRV.PING",
        "$SRV.INFO.osapi-agent",
        // inboxes, the server's own subjects, and the rest of the world
        "_INBOX.api.x",
        "_INBOX.victim.x",
        "_R_.x.y",
        "$SYS.REQ.SERVER.PING",
        "$SYS.REQ.ACCOUNT.OSAPI.CONNZ",
        "$SYS.REQ.USER.INFO",
        "anything"
      })
  void it_may_not_publish_to(String template) throws Exception {
    var subject = template.replace("ID", job.id().value());
    rogue.publish(subject, "_INBOX.rogue.answer", "{}".getBytes(StandardCharsets.UTF_8));

    assertRefused("Publish to \"" + subject + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ">",
        "*.>",
        "t.>",
        "$KV.>",
        "$KV.t-queue.>",
        "$KV.t-queue.jobs.*",
        "$KV.t-queue.status.*.progress.>",
        "$KV.t-responses.>",
        "$KV.t-workers.*",
        "$JS.>",
        "$JS.API.>",
        "$JS.ACK.>",
        "$JS.EVENT.ADVISORY.>",
        "$SYS.>",
        "osapi.>",
        "dead.>",
        "t-agents.>",
        "t-agents.*.cmd.*",
        "t-agents.victim.cmd.exec",
        "t-agents.rogue.telemetry.>",
        "t-agents.*.heartbeat",
        "_R_.>",
        "_INBOX.>",
        "_INBOX.*.x",
        "_INBOX.api.>",
        "_INBOX.victim.>"
      })
  void it_may_not_listen_to(String subject) throws Exception {
    var subscription = rogue.subscribe(subject);

    assertRefused("Subscription to \"" + subject + "\"");
    subscription.unsubscribe();
  }

  @Test
  void a_server_is_never_open() throws Exception {
    assertThatThrownBy(() -> connectWith(new Options.Builder()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Authorization Violation");
    assertThatThrownBy(() ->
            connectWith(new Options.Builder().userInfo("admin".toCharArray(), "x".toCharArray())))
        .isInstanceOf(IOException.class);
    var stranger = Files.createTempFile("stranger", ".nk");
    Files.writeString(stranger, NKey.generate().decorated("a stranger"));
    assertThatThrownBy(
            () -> connectWith(new Options.Builder().authHandler(Credentials.in(stranger))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Authorization Violation");
    Files.delete(stranger);
  }

  /**
   * The server sends its answer wherever the request wants it, and does not ask whether who sent
   * the request may publish there. From an account of one's own it cannot get out.
   */
  @Test
  void it_cannot_have_the_server_write_for_it() throws Exception {
    long before = system.announcements();
    var mine = Keys.answer(job.id(), ROGUE);
    var victims = "$KV.t-responses." + Keys.answer(job.id(), VICTIM);
    var forged = new Codec(Samples.CATALOGUE).event(Samples.completed(ROGUE));
    api.store().append(job.id(), Samples.started(VICTIM));
    rogue.publish("$KV.t-responses." + mine, forged);
    rogue.flush(Duration.ofSeconds(5));

    for (var where :
        new String[] {
          victims,
          "$KV.t-workers.victim",
          "$KV.t-queue.jobs." + job.id(),
          "$KV.t-queue.status." + job.id() + ".cancelled._api.1",
          "t.modify._all",
          "$JS.API.STREAM.PURGE.KV_t-queue",
          "$JS.API.STREAM.PURGE.t-JOBS",
          "$JS.API.STREAM.MSG.DELETE.t-JOBS",
          "$JS.API.STREAM.DELETE.t-JOBS"
        }) {
      // Its own words, an acknowledgement, "nothing there".
      rogue.publish(
          "$JS.API.DIRECT.GET.KV_t-responses.$KV.t-responses." + mine, where, new byte[0]);
      rogue.publish("$KV.t-workers.rogue", where, heartbeatOf(ROGUE));
      rogue.publish(
          "$JS.API.CONSUMER.MSG.NEXT.t-JOBS.t-worker",
          where,
          "{\"no_wait\":true}".getBytes(StandardCharsets.UTF_8));
    }
    settle();

    assertThat(recordOf(job).timeline().events())
        .filteredOn(TimelineEvent.Answered.class::isInstance)
        .allSatisfy(event -> assertThat(event.worker()).contains(ROGUE));
    assertThat(status(job)).isEqualTo(JobStatus.PROCESSING);
    assertThat(system.announcements()).isEqualTo(before);
  }

  /** Its own words would be a request to remove the first announcement, and to remove them all. */
  @Test
  void it_cannot_have_the_announcement_of_another_removed() throws Exception {
    api.dispatch().announce(job);
    long before = system.announcements();
    var mine = "$KV.t-responses." + Keys.answer(job.id(), ROGUE);
    for (var request : new String[] {"{\"seq\":1,\"no_erase\":true}", "{}"}) {
      rogue.publish(mine, request.getBytes(StandardCharsets.UTF_8));
      for (var verb : new String[] {"MSG.DELETE", "PURGE"}) {
        var where = "$JS.API.STREAM." + verb + ".t-JOBS";
        rogue.publish(where, "_INBOX.rogue.answer", request.getBytes(StandardCharsets.UTF_8));
        rogue.publish("$JS.API.DIRECT.GET.KV_t-responses." + mine, where, new byte[0]);
        assertRefused("Publish to \"" + where + "\"");
      }
    }
    // An answer to a job of another, and one that says of itself that it ends everything.
    rogue.publish(mine, Codec.headers(MY_ANSWER, MY_ANSWER_BYTES), "{\"v\":1}".getBytes());
    settle();

    assertThat(system.announcements()).isEqualTo(before);
  }

  @Test
  void it_cannot_empty_a_bucket_by_a_header() throws Exception {
    for (var header : new String[] {"all", "sub"}) {
      rogue.publish(
          "$KV.t-responses." + Keys.answer(job.id(), ROGUE),
          new Headers().add("Nats-Rollup", header),
          new byte[0]);
    }
    rogue.publish(
        "$KV.t-queue.status." + job.id() + ".progress.rogue.1",
        new Headers().add("Nats-Rollup", "all"),
        new byte[0]);
    settle();

    assertThat(api.store().find(job.id())).isPresent();
  }

  @Test
  void its_word_for_a_job_of_another_does_not_count() {
    rogue.publish(
        "$KV.t-responses." + Keys.answer(job.id(), ROGUE),
        Codec.headers(MY_ANSWER, MY_ANSWER_BYTES),
        MY_ANSWER_BYTES);
    settle();

    assertThat(status(job)).isEqualTo(JobStatus.SUBMITTED);
    api.store().append(job.id(), Samples.started(VICTIM));
    api.store().append(job.id(), Samples.completed(VICTIM));
    assertThat(status(job)).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_heartbeat_that_names_another_is_not_taken() {
    rogue.publish("$KV.t-workers.rogue", heartbeatOf(new HostName("imaginary")));
    rogue.publish("$KV.t-workers.rogue", heartbeatOf(ROGUE));

    eventually().until(() -> api.fleet().members().stream().anyMatch(m -> m.host().equals(ROGUE)));
    assertThat(api.fleet().members())
        .noneMatch(member -> member.host().equals(new HostName("imaginary")));
  }

  @Test
  void a_letter_of_its_own_making_is_not_sent_on_as_a_job() {
    var forged = new Codec(Samples.CATALOGUE).job(Samples.job(new Target.All(), VICTIM));
    rogue.publish(
        "dead.t-JOBS.rogue",
        new Headers()
            .add("Osapi-Job", job.id().value())
            .add("Osapi-Subject", "t.modify._all")
            .add("Osapi-Deliveries", "many"),
        forged);
    eventually().until(() -> api.deadLetters().count() > 0);
    var letter = api.deadLetters().newest(1).getFirst();

    assertThat(letter.recipient()).isEqualTo("t-worker-rogue");
    assertThat(api.deadLetters().requeue(letter.id())).isFalse();
  }

  @Test
  void a_worker_named_like_the_api_is_a_worker() throws Exception {
    var alike = system.raw(seed(ALIKE), "_INBOX.api", refusals);
    alike.publish("t.modify._all", new byte[0]);
    assertRefused("Publish to \"t.modify._all\"");
    // Its inboxes have the name of the API's, and are its own all the same.
    var heard = alike.subscribe("_INBOX.api.>");
    assertThat(api.store().find(job.id())).isPresent();
    assertThat(heard.nextMessage(Duration.ofMillis(200))).isNull();
    alike.close();
  }

  private void connectWith(Options.Builder options) throws IOException, InterruptedException {
    io.nats.client.Nats.connect(options.server(system.server.url()).maxReconnects(0).build())
        .close();
  }

  private void assertRefused(String what) {
    eventually().until(() -> refusals.stream().anyMatch(refusal -> refusal.contains(what)));
  }

  /** Returns when the broker has dealt with all that was published before. */
  private void settle() {
    var mark = "$KV.t-queue.status." + job.id() + ".progress.rogue.2";
    rogue.publish(mark, "{\"v\":1,\"message\":\"mark\"}".getBytes(StandardCharsets.UTF_8));
    eventually()
        .until(() ->
            recordOf(job).timeline().events().stream()
                .anyMatch(TimelineEvent.Progress.class::isInstance));
  }

  private io.osapi.domain.job.JobRecord recordOf(Job which) {
    return api.store().find(which.id()).orElseThrow();
  }

  private JobStatus status(Job which) {
    return recordOf(which).status(Instant.now());
  }

  private static byte[] heartbeatOf(HostName host) {
    return HeartbeatCodec.write(
        new Heartbeat(Samples.worker(host, Labels.NONE, 1), Heartbeat.State.READY, 0));
  }

  private Path seed(HostName host) {
    return system.enrolment.local(host).orElseThrow();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(10));
  }
}
