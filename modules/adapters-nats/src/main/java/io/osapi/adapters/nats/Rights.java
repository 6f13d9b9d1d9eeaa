package io.osapi.adapters.nats;

import io.osapi.adapters.nats.access.Access;
import io.osapi.adapters.nats.access.Access.Export;
import io.osapi.adapters.nats.access.Access.Import;
import io.osapi.adapters.nats.enrolment.Enrolment;
import io.osapi.domain.job.TimelineEvent.Kind;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What each role may do at the broker, in subjects. Every right of a worker ends in its own host
 * token, or has its device id in it, so that the subject of what it wrote says who wrote it,
 * whatever the content says.
 */
final class Rights {
  /** Begins the inboxes of the API processes; only they can hear them. */
  static final String API_INBOX = "_INBOX.api";

  private static final String OWNER = "OSAPI";

  /** What a worker may tell of a job beside its answer. */
  private static final List<Kind> TOLD_BY_WORKERS =
      List.of(Kind.ACKNOWLEDGED, Kind.STARTED, Kind.PROGRESS);

  private static final String EVERY_WORKER = "*";
  private static final String ALL = ".>";

  /** A command may take five minutes; its worker and the way there need a moment more. */
  private static final Duration ANSWER = Duration.ofMinutes(6);

  private final Nats.Layout layout;
  private final AgentSubjects agents;
  private final String jobs;
  private final String letters;

  Rights(Nats.Layout layout) {
    this.layout = layout;
    this.agents = layout.agents().subjects();
    this.jobs = layout.jobs().name();
    this.letters = layout.deadLetters().name();
  }

  /** Begins the inboxes of one worker. */
  static String inboxOf(HostName host) {
    return "_INBOX." + Keys.token(host);
  }

  Access access(Enrolment.Known known) {
    var edges = new ArrayList<Edge>();
    known.workers().forEach((host, key) -> edges.add(new Edge(host, known.deviceOf(host), key)));
    return new Access(
        Stream.of(
                Stream.of(owner(known.apiKey(), edges)),
                edges.stream().map(this::worker),
                known.clients().entrySet().stream()
                    .map(client -> client(client.getKey(), client.getValue(), edges)))
            .flatMap(accounts -> accounts)
            .toList());
  }

  /** A worker, and the host whose commands it answers. */
  private record Edge(HostName host, DeviceId device, String publicKey) {
    String account() {
      return "worker-" + Keys.token(host);
    }
  }

  /** The account with the streams, in which the API role is the one user. */
  private Access.Account owner(String apiKey, List<Edge> edges) {
    var exports = new ArrayList<Export>();
    written(EVERY_WORKER).forEach(subject -> exports.add(new Export.AnsweredOnce(subject)));
    acknowledged("*").forEach(subject -> exports.add(new Export.AnsweredOnce(subject)));
    pulled("*").forEach(subject -> exports.add(new Export.AnsweredOften(subject)));
    cancellations().forEach(subject -> exports.add(new Export.Heard(subject)));
    told("*").forEach(subject -> exports.add(new Export.AnsweredOnce(subject)));
    // For clients: what workers answer passes through here.
    exports.addAll(answering(agents.everyCommand()));
    return new Access.Account(
        OWNER,
        true,
        // It answers what workers ask, wherever they want the answer in their own accounts.
        new Access.User(apiKey, api(), heardByApi(), new Access.Replies.Any()),
        exports,
        edges.stream().flatMap(edge -> asked(edge).stream()).toList());
  }

  private Access.Account worker(Edge edge) {
    var token = Keys.token(edge.host());
    var used = new ArrayList<>(written(token));
    for (var consumer :
        List.of(Topology.sharedConsumer(layout), Topology.ownConsumer(layout, edge.host()))) {
      used.addAll(pulled(consumer));
      used.addAll(acknowledged(consumer));
    }
    used.addAll(told(edge.device().value()));
    var heard = new ArrayList<>(cancellations());
    heard.add(inboxOf(edge.host()) + ALL);
    heard.add(agents.commands(edge.device()));
    heard.add(AgentSubjects.DISCOVERY);
    var imports = new ArrayList<Import>();
    used.forEach(subject -> imports.add(new Import.Service(OWNER, subject)));
    cancellations().forEach(subject -> imports.add(new Import.Stream(OWNER, subject)));
    var exports = new ArrayList<>(answering(agents.commands(edge.device())));
    published(edge.device()).forEach(subject -> exports.add(new Export.Heard(subject)));
    return new Access.Account(
        edge.account(),
        false,
        new Access.User(edge.publicKey(), used, heard, new Access.Replies.Once(ANSWER)),
        exports,
        imports);
  }

  /** Whoever asks workers and listens to them, without the API. */
  private Access.Account client(String name, String publicKey, List<Edge> edges) {
    var imports = new ArrayList<Import>();
    imports.add(new Import.Service(OWNER, agents.everyCommand()));
    imports.add(new Import.Service(OWNER, AgentSubjects.DISCOVERY));
    // From the workers themselves: what has come into an account is not handed on to listeners.
    edges.forEach(edge ->
        published(edge.device())
            .forEach(subject -> imports.add(new Import.Stream(edge.account(), subject))));
    return new Access.Account(
        "client-" + name,
        false,
        new Access.User(
            publicKey,
            List.of(agents.everyCommand(), AgentSubjects.DISCOVERY),
            List.of(agents.everyTelemetry(), agents.everyHeartbeat(), "_INBOX" + ALL),
            new Access.Replies.None()),
        List.of(),
        imports);
  }

  /** What a worker is asked through the account with the streams. */
  private List<Import> asked(Edge edge) {
    return List.of(
        new Import.Service(edge.account(), agents.commands(edge.device())),
        new Import.Service(edge.account(), AgentSubjects.DISCOVERY));
  }

  private static List<Export> answering(String commands) {
    return List.of(
        new Export.AnsweredWithin(commands, ANSWER),
        new Export.AnsweredOften(AgentSubjects.DISCOVERY));
  }

  /** What an edge worker says by itself; the stream's acknowledgement is its one reply. */
  private List<String> told(String device) {
    return List.of(agents.telemetryOf(device), agents.heartbeatOf(device));
  }

  private List<String> published(DeviceId device) {
    return told(device.value());
  }

  /** Requests that have one reply, or none: what a worker writes, asks and reads. */
  private List<String> written(String token) {
    var subjects = new ArrayList<String>();
    subjects.add("$KV." + layout.workers().name() + "." + token);
    TOLD_BY_WORKERS.forEach(kind ->
        subjects.add("$KV." + layout.queue().name() + "." + Keys.eventsOfWorker(kind, token)));
    var answers = "$KV." + layout.responses().name() + ".*." + token;
    subjects.add(answers);
    // Its own answers, and which jobs were called off: the last message of one subject each.
    subjects.add(lastOf(KeyBucket.stream(layout.responses()), answers));
    cancellations()
        .forEach(subject -> subjects.add(lastOf(KeyBucket.stream(layout.queue()), subject)));
    // When it wrote its last heartbeat: the broker's time.
    var heartbeat = "$KV." + layout.workers().name() + "." + token;
    subjects.add(lastOf(KeyBucket.stream(layout.workers()), heartbeat));
    subjects.add(NatsDeadLetters.unreadable(jobs, token));
    subjects.add(Verdicts.subject(layout, token));
    return subjects;
  }

  private List<String> pulled(String consumer) {
    return List.of("$JS.API.CONSUMER.MSG.NEXT." + jobs + "." + consumer);
  }

  private List<String> acknowledged(String consumer) {
    return List.of("$JS.ACK." + jobs + "." + consumer + ALL);
  }

  private List<String> cancellations() {
    return List.of("$KV." + layout.queue().name() + "." + Keys.cancellations());
  }

  private static String lastOf(String stream, String subject) {
    return "$JS.API.DIRECT.GET." + stream + "." + subject;
  }

  private List<String> heardByApi() {
    var subjects = new ArrayList<>(cancellations());
    subjects.add(API_INBOX + ALL);
    subjects.add(Verdicts.subject(layout, EVERY_WORKER));
    subjects.add(agents.everyHeartbeat());
    return subjects;
  }

  /**
   * Everything with our own streams but to delete them; nothing with others'. That includes what
   * workers may, so that emulated ones need no identity each.
   */
  private List<String> api() {
    var subjects = new ArrayList<String>();
    subjects.add(Subjects.below(layout.jobs().subjects()).prefix() + ALL);
    subjects.add("$JS.API.INFO");
    subjects.addAll(written(EVERY_WORKER));
    layout.buckets().forEach(bucket -> subjects.add("$KV." + bucket.name() + ALL));
    subjects.addAll(told("*"));
    subjects.add(agents.everyCommand());
    subjects.add(AgentSubjects.DISCOVERY);
    Stream.concat(layout.streams().stream(), Stream.of(layout.agents().telemetry().name()))
        .forEach(stream -> {
          for (var verb : List.of("CREATE", "UPDATE", "INFO", "PURGE", "MSG.GET", "MSG.DELETE")) {
            subjects.add("$JS.API.STREAM." + verb + "." + stream);
          }
          for (var verb :
              List.of("CREATE", "DURABLE.CREATE", "INFO", "DELETE", "MSG.NEXT", "PAUSE")) {
            subjects.add("$JS.API.CONSUMER." + verb + "." + stream + ALL);
          }
          subjects.add("$JS.API.CONSUMER.CREATE." + stream);
          subjects.add("$JS.API.CONSUMER.LIST." + stream);
          subjects.add("$JS.API.CONSUMER.NAMES." + stream);
          subjects.add("$JS.API.DIRECT.GET." + stream);
          subjects.add("$JS.API.DIRECT.GET." + stream + ALL);
          subjects.add("$JS.ACK." + stream + ALL);
          subjects.add("$JS.FC." + stream + ALL);
        });
    return subjects;
  }
}
