package io.osapi.adapters.nats;

import io.osapi.adapters.nats.access.Access;
import io.osapi.domain.job.TimelineEvent.Kind;
import io.osapi.domain.worker.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What each role may do at the broker, in subjects. Every right of a worker ends in its own host
 * token, so that the subject of what it wrote says who wrote it, whatever the content says.
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

  private final Nats.Layout layout;
  private final String jobs;
  private final String letters;

  Rights(Nats.Layout layout) {
    this.layout = layout;
    this.jobs = layout.jobs().name();
    this.letters = layout.deadLetters().name();
  }

  /** Begins the inboxes of one worker. */
  static String inboxOf(HostName host) {
    return "_INBOX." + Keys.token(host);
  }

  /**
   * @param workers their public keys
   */
  Access access(String apiKey, Map<HostName, String> workers) {
    return new Access(
        new Access.Owner(
            OWNER,
            new Access.User(apiKey, api(), heardByApi()),
            Stream.concat(written(EVERY_WORKER).stream(), acknowledged("*").stream()).toList(),
            pulled("*"),
            cancellations()),
        workers.entrySet().stream()
            .map(worker -> worker(worker.getKey(), worker.getValue()))
            .toList());
  }

  private Access.Guest worker(HostName host, String publicKey) {
    var token = Keys.token(host);
    var used = new ArrayList<>(written(token));
    for (var consumer :
        List.of(Topology.sharedConsumer(layout), Topology.ownConsumer(layout, host))) {
      used.addAll(pulled(consumer));
      used.addAll(acknowledged(consumer));
    }
    var heard = new ArrayList<>(cancellations());
    heard.add(inboxOf(host) + ALL);
    return new Access.Guest(
        "worker-" + token, new Access.User(publicKey, used, heard), used, cancellations());
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
    layout
        .streams()
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
