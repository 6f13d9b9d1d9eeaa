package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.service.Endpoint;
import io.nats.service.Service;
import io.nats.service.ServiceEndpoint;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What edge workers, the API and an operator's client may say to each other at the broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeRightsTest {
  private static final HostName ONE = new HostName("one.lan");
  private static final HostName TWO = new HostName("two");
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private GuardedSystem system;
  private Connection one;
  private Connection two;
  private Connection api;
  private Connection client;
  private Connection other;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    system = new GuardedSystem(directory, ONE);
    var ops = directory.resolve("ops.nk");
    var others = directory.resolve("other.nk");
    system.enrolment.enrolClient("ops", ops);
    system.enrolment.enrolClient("other", others);
    system.enrolment.enrol(TWO, new DeviceId("pump_7"), directory.resolve("two.nk"));
    system.admit();
    system.api();
    one = system.raw(system.enrolment.local(ONE).orElseThrow(), "_INBOX.one_dlan", refusals);
    two = system.raw(directory.resolve("two.nk"), "_INBOX.two", refusals);
    api = system.raw(system.enrolment.apiSeed(), "_INBOX.api", refusals);
    client = system.raw(ops, "_INBOX", refusals);
    other = system.raw(others, "_INBOX", refusals);
    serve(one, "one_dlan");
    serve(two, "pump_7");
  }

  @AfterAll
  void stop() throws InterruptedException {
    for (var connection : new Connection[] {one, two, api, client, other}) {
      connection.close();
    }
    system.close();
  }

  @Test
  void clients_and_the_api_are_answered_by_the_worker_that_they_ask() throws Exception {
    for (var who : new Connection[] {client, other, api}) {
      assertThat(ask(who, "t-agents.one_dlan.cmd.ping")).contains("one_dlan ping");
      assertThat(ask(who, "t-agents.pump_7.cmd.ping")).contains("pump_7 ping");
    }
    assertThat(ask(client, "t-agents.two.cmd.ping")).isEmpty();
  }

  @Test
  void every_service_is_found() throws Exception {
    for (var who : new Connection[] {client, api}) {
      for (var subject : new String[] {"$SRV.PING", "$SRV.INFO.osapi-agent", "$SRV.STATS"}) {
        var found = who.subscribe(inbox(who) + ".found." + System.nanoTime());
        who.publish(subject, found.getSubject(), new byte[0]);

        assertThat(text(found.nextMessage(SOON)) + text(found.nextMessage(SOON)))
            .contains("\"device_id\":\"one_dlan\"")
            .contains("\"device_id\":\"pump_7\"");
        found.unsubscribe();
      }
    }
  }

  @Test
  void what_workers_publish_is_kept_acknowledged_and_heard() throws Exception {
    var streams = api.jetStreamManagement();
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(() -> streams.getStreamInfo(system.layout.agents().telemetry().name()) != null);
    var telemetry = client.subscribe("t-agents.*.telemetry.>");
    var heartbeats = client.subscribe("t-agents.*.heartbeat");
    var heard = api.subscribe("t-agents.*.heartbeat");
    client.flush(SOON);
    api.flush(SOON);

    assertThat(one.jetStream().publish("t-agents.one_dlan.telemetry.system", "1".getBytes()))
        .satisfies(ack -> assertThat(ack.getStream()).isEqualTo("t-TELEMETRY"));
    two.publish("t-agents.pump_7.heartbeat", "2".getBytes(StandardCharsets.UTF_8));

    assertThat(telemetry.nextMessage(SOON).getSubject())
        .isEqualTo("t-agents.one_dlan.telemetry.system");
    assertThat(heartbeats.nextMessage(SOON).getSubject()).isEqualTo("t-agents.pump_7.heartbeat");
    assertThat(heard.nextMessage(SOON).getSubject()).isEqualTo("t-agents.pump_7.heartbeat");
    assertThat(heard.nextMessage(Duration.ofMillis(200))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t-agents.one_dlan.telemetry.system",
        "t-agents.one_dlan.heartbeat",
        "$JS.API.INFO",
        "$JS.API.STREAM.INFO.t-TELEMETRY",
        "$KV.t-queue.jobs.x",
        "$KV.t-workers.two",
        "t.modify._all",
        "osapi.t-JOBS.verdict.two",
        "_R_.x.y",
        "$SYS.REQ.SERVER.PING",
        "anything"
      })
  void a_client_may_not_publish_to(String subject) {
    client.publish(subject, "_INBOX.x", new byte[0]);

    assertRefused("Publish to \"" + subject + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {">", "t-agents.>", "t-agents.*.cmd.*", "$SRV.>", "$KV.>", "$JS.>", "t.>"})
  void a_client_may_not_listen_to(String subject) throws Exception {
    var subscription = client.subscribe(subject);

    assertRefused("Subscription to \"" + subject + "\"");
    subscription.unsubscribe();
  }

  /** Its inboxes are its own, and so is whatever answers are sent to. */
  @Test
  void a_client_has_nothing_written_for_it_and_hears_no_others_answers() throws Exception {
    var answers = other.subscribe("_INBOX.>");
    other.flush(SOON);
    for (var where : new String[] {"$KV.t-workers.two", "t.modify._all", "_INBOX.other.x"}) {
      client.publish("t-agents.one_dlan.cmd.ping", where, new byte[0]);
    }
    assertThat(ask(client, "t-agents.one_dlan.cmd.ping")).isPresent();

    assertThat(answers.nextMessage(Duration.ofMillis(200))).isNull();
    assertThat(api.jetStreamManagement().getStreamInfo("KV_t-workers").getStreamState())
        .satisfies(state -> assertThat(state.getMsgCount()).isZero());
    answers.unsubscribe();
  }

  @Test
  void a_worker_answers_once_and_only_who_asked() throws Exception {
    var answers = client.subscribe("_INBOX.twice");
    client.publish("t-agents.one_dlan.cmd.twice", "_INBOX.twice", new byte[0]);

    assertThat(text(answers.nextMessage(SOON))).isEqualTo("first");
    assertRefused("Publish to \"_R_.");
    assertThat(answers.nextMessage(Duration.ofMillis(200))).isNull();
    answers.unsubscribe();
  }

  @Test
  void who_was_revoked_is_out(@TempDir Path directory) throws Exception {
    var file = directory.resolve("guest.nk");
    system.enrolment.enrolClient("guest", file);
    system.admit();
    var guest = system.raw(file, "_INBOX", refusals);
    assertThat(ask(guest, "t-agents.one_dlan.cmd.ping")).isPresent();

    assertThat(system.enrolment.revokeClient("guest")).isTrue();
    system.admit();

    eventually().until(() -> guest.getStatus() == Connection.Status.CLOSED);
    assertThatThrownBy(() -> system.raw(file, "_INBOX", refusals))
        .hasMessageContaining("Authorization Violation");
    // Nobody else was disturbed.
    assertThat(one.getStatistics().getReconnects()).isZero();
    assertThat(ask(client, "t-agents.one_dlan.cmd.ping")).isPresent();
  }

  private static void serve(Connection worker, String id) throws Exception {
    var service =
        Service.builder()
            .connection(worker)
            .name("osapi-agent")
            .version("1.0.0")
            .metadata(java.util.Map.of("device_id", id))
            .addServiceEndpoint(
                endpoint(
                    worker,
                    id,
                    "ping",
                    message -> worker.publish(message.getReplyTo(), (id + " ping").getBytes())))
            .addServiceEndpoint(
                endpoint(
                    worker,
                    id,
                    "twice",
                    message -> {
                      worker.publish(message.getReplyTo(), "first".getBytes());
                      worker.publish(message.getReplyTo(), "second".getBytes());
                    }))
            .build();
    service.startService();
    worker.flush(SOON);
  }

  private static ServiceEndpoint endpoint(
      Connection worker, String id, String name, io.nats.service.ServiceMessageHandler handler) {
    return ServiceEndpoint.builder()
        .endpoint(Endpoint.builder().name(name).subject("t-agents." + id + ".cmd." + name).build())
        .handler(handler)
        .build();
  }

  private Optional<String> ask(Connection who, String subject) throws Exception {
    try {
      var answer = who.requestWithTimeout(subject, new byte[0], Duration.ofSeconds(2));
      return Optional.of(text(answer.get(3, TimeUnit.SECONDS)));
    } catch (java.util.concurrent.CancellationException nobodyThere) {
      return Optional.empty();
    }
  }

  private String inbox(Connection who) {
    return who == api ? "_INBOX.api" : "_INBOX";
  }

  private static String text(Message message) {
    return message == null ? "" : new String(message.getData(), StandardCharsets.UTF_8);
  }

  private void assertRefused(String what) {
    eventually().until(() -> refusals.stream().anyMatch(refusal -> refusal.contains(what)));
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(10));
  }
}
