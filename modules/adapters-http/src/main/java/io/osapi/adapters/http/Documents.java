package io.osapi.adapters.http;

import static io.osapi.adapters.http.Component.answer;
import static io.osapi.adapters.http.Component.member;
import static io.osapi.adapters.http.Component.request;

import io.osapi.domain.access.Scope;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.job.WorkerStatus;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Effect;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.Liveness;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What is sent and answered, as JSON Schema, where it does not follow from an operation. The views
 * and readers beside it are held against it by every test that calls the API.
 */
final class Documents {
  static final Map<String, Object> TEXT = Map.of("type", "string");
  private static final Map<String, Object> TIME = type("string", "format", "date-time");
  static final Map<String, Object> DURATION = type("string", "format", "duration");
  static final Map<String, Object> COUNT = type("integer", "format", "int64", "minimum", 0);
  private static final Map<String, Object> SMALL_COUNT =
      type("integer", "format", "int32", "minimum", 0);
  static final Map<String, Object> FLAG = Map.of("type", "boolean");
  static final Map<String, Object> ID = type("string", "format", "uuid");
  static final Map<String, Object> OBJECT = type("object", "additionalProperties", true);

  private static final String DURATION_RULE = ", such as 30s, 1h30m or PT30S";

  static final Component VIOLATION =
      answer(
          "Violation",
          "One place of the request that breaks a rule",
          member("pointer", "JSON Pointer into the body, or query/, path/ or header/<name>", TEXT),
          member("code", "Stable, such as required, out-of-range, bad-format", TEXT),
          member("message", "What is wrong and what would be right, for people", TEXT));

  static final Component PROBLEM =
      answer(
          "Problem",
          "What went wrong (RFC 9457)",
          member("type", "Stable reference: /problems/ and the code", TEXT),
          member("title", "The same for every problem of that code", TEXT),
          member("status", "The status of the answer", SMALL_COUNT),
          member("detail", "What happened here, and what to do about it", TEXT),
          member("instance", "The path that was asked for", TEXT),
          member("code", "Stable, to be matched on, such as invalid-input", TEXT),
          member("request_id", "By which the server's log tells of it", TEXT),
          member("trace_id", "By which traces tell of it", TEXT),
          member("errors", "Every place that breaks a rule", list(VIOLATION)).orAbsent());

  static final Component VERSION =
      answer("Version", "This server", member("version", "Of osapi", TEXT));

  static final Component OPERATION =
      answer(
          "Operation",
          "Something a worker can do",
          member("type", "Its name: family.resource.verb", TEXT),
          member("summary", "One line for people", TEXT),
          member("scope", "What a caller needs to run it", choice(Scope.values(), Scope::text)),
          member(
              "effect",
              "query reads, modify changes the host, execute runs what the caller chose",
              choice(Effect.values(), effect -> effect.name().toLowerCase(Locale.ROOT))),
          member("default_timeout", "How long one worker may take when nobody says", DURATION),
          member("input", "JSON Schema (2020-12) of its input", OBJECT),
          member("output", "JSON Schema (2020-12) of one worker's output", OBJECT));

  static final Component OPERATIONS =
      answer("Operations", "The catalogue", member("operations", "All", list(OPERATION)));

  private static final List<Component.Member> WORKER_MEMBERS =
      List.of(
          member("hostname", "The name it is known by", TEXT),
          member("labels", "What it is grouped by", byName(TEXT)),
          member("version", "Of osapi on that host", TEXT),
          member("platform", "Such as linux/amd64", TEXT),
          member(
              "state",
              "What it says of itself",
              choice(Heartbeat.State.values(), Heartbeat.State::text)),
          member(
              "liveness",
              "By the age of its last heartbeat",
              choice(Liveness.values(), Liveness::text)),
          member("last_heartbeat", "When it was last heard of", TIME),
          member("running_jobs", "Jobs it is busy with", SMALL_COUNT),
          member("capabilities", "The operations it can run", list(TEXT)));

  static final Component WORKER =
      new Component("Worker", () -> Component.object("A worker in the fleet", WORKER_MEMBERS));

  static final Component WORKERS =
      answer(
          "Workers",
          "The fleet, from the registry",
          member("workers", "All that are known, by host name", list(WORKER)),
          member("total", "How many there are", SMALL_COUNT));

  static final Component WORKER_DETAILS =
      answer(
          "WorkerDetails",
          "A worker with what changes slowly",
          join(
              WORKER_MEMBERS,
              member("started_at", "When its process began", TIME),
              member("max_jobs", "Jobs it runs at the same time at most", SMALL_COUNT),
              member("heartbeat_interval", "How often it says that it is there", DURATION)));

  /** What the host sent stands beside these; its members are those of the type. */
  static final Component TELEMETRY =
      answer(
          "Telemetry",
          "What a host tells of itself",
          member("hostname", "As it was asked for", TEXT),
          member("latest", "The newest of each type that there is, by type", byName(OBJECT)),
          member("items", "With since: all that came since then, the oldest first", list(OBJECT))
              .orAbsent(),
          member("truncated", "With since: there is more after the last of the items", FLAG)
              .orAbsent());

  static final Component JOB_OPERATION =
      answer(
          "JobOperation",
          "What a job runs",
          member("type", "The operation: family.resource.verb", TEXT),
          member("data", "Its input", OBJECT));

  static final Component JOB_WORKER =
      answer(
          "JobWorker",
          "One worker's part of a job",
          member("status", "What became of it", choice(WorkerStatus.values(), WorkerStatus::text)),
          member("started_at", "When it began", TIME).orAbsent(),
          member("finished_at", "When it was done", TIME).orAbsent(),
          member("duration_ms", "How long it took, by its own clock", COUNT).orAbsent(),
          member("attempts", "How often it began", SMALL_COUNT),
          member("error", "Why it did not complete, for people", TEXT).orAbsent(),
          member("error_code", "The same, stable", TEXT).orAbsent());

  static final Component JOB_RESPONSE =
      answer(
          "JobResponse",
          "What one worker answered",
          member("status", "What became of it", choice(WorkerStatus.values(), WorkerStatus::text)),
          member("changed", "Whether the host was changed", FLAG).orAbsent(),
          member("data", "The operation's output", OBJECT).orAbsent(),
          member("error", "Why it did not complete, for people", TEXT).orAbsent(),
          member("error_code", "The same, stable", TEXT).orAbsent());

  static final Component TIMELINE_EVENT =
      answer(
          "TimelineEvent",
          "One fact in a job's life",
          member("timestamp", "When, by the store's clock", TIME),
          member(
              "event",
              "What happened",
              choice(TimelineEvent.Kind.values(), TimelineEvent.Kind::text)),
          member("hostname", "On which worker", TEXT).orAbsent(),
          member("message", "More about it", TEXT).orAbsent(),
          member("error", "What went wrong, for people", TEXT).orAbsent(),
          member("error_code", "The same, stable", TEXT).orAbsent());

  private static final List<Component.Member> JOB_MEMBERS =
      List.of(
          member("id", "UUID of version 7: later jobs have greater ids", ID),
          member(
              "status", "From what happened so far", choice(JobStatus.values(), JobStatus::text)),
          member("operation", JOB_OPERATION),
          member("target", "Which workers: _any, _all, a host name, or a label", TEXT),
          member("created_at", "When it was accepted", TIME),
          member("updated_at", "When something last happened", TIME),
          member("expires_at", "A worker that has not begun by then never does", TIME),
          member("created_by", "The subject of the token it was submitted with", TEXT),
          member("retry_of", "The job that this one repeats", ID).orAbsent(),
          member("retried_as", "The job that repeats this one", ID).orAbsent(),
          member("workers", "Each worker's part, by host name", byName(JOB_WORKER)),
          member("error", "Why it failed, or failed on some hosts", TEXT).orAbsent());

  static final Component JOB =
      answer(
          "Job",
          "A job, and everything that happened to it",
          join(
              JOB_MEMBERS,
              member("responses", "What each worker answered, by host name", byName(JOB_RESPONSE)),
              member("result", "The output, where one worker was to answer and did", OBJECT)
                  .orAbsent(),
              member("timeline", "What happened, in order", list(TIMELINE_EVENT))));

  static final Component JOB_ITEM =
      new Component("JobItem", () -> Component.object("A job as lists show it", JOB_MEMBERS));

  static final Component JOB_PAGE =
      answer(
          "JobPage",
          "A page of jobs, the newest first",
          member("total_items", "How many jobs there are on all pages", COUNT),
          member("items", "The jobs of this page", list(JOB_ITEM)));

  static final Component JOB_COUNTS =
      answer(
          "JobCounts",
          "How many jobs there are",
          member("total_jobs", "All", COUNT),
          member("status_counts", "By status, every status", byName(COUNT)),
          member("operation_counts", "By operation", byName(COUNT)),
          member("dlq_count", "Deliveries that were given up", COUNT));

  static final Component DEAD_LETTERS =
      answer(
          "DeadLetters",
          "Deliveries that were given up",
          member("total_items", "How many there are", COUNT),
          member(
              "items",
              "The newest first",
              list(
                  new Component(
                      "DeadLetter",
                      () ->
                          Component.object(
                              "A delivery that was given up",
                              List.of(
                                  member("id", "Names it here", TEXT),
                                  member("job_id", "Where the message says it", ID).orAbsent(),
                                  member("recipient", "The consumer that it was for", TEXT),
                                  member("reason", "Why it was given up", TEXT),
                                  member("deliveries", "How often it was tried", SMALL_COUNT),
                                  member("at", "When it was given up", TIME)))))));

  static final Component REQUEUED =
      answer("Requeued", "It is on its way again", member("id", "The dead letter it was", TEXT));

  static final Component JOB_CREATED =
      answer(
              "JobCreated",
              "The job was accepted: it survives a crash of every process",
              member("job_id", "UUID of version 7", ID),
              member("status", "Of a new job", choice(JobStatus.SUBMITTED.text())),
              member("target", "Which workers", TEXT),
              member(
                  "expected_workers",
                  "Those that must answer; none for _any, where whoever begins is the one",
                  list(TEXT)),
              member("created_at", "When it was accepted", TIME),
              member("expires_at", "A worker that has not begun by then never does", TIME))
          .like(
              example(
                  "job_id", "01977f4e-0f3a-7c31-9a53-2f1d6a2b8c11",
                  "status", "submitted",
                  "target", "group:web",
                  "expected_workers", List.of("web-01", "web-02"),
                  "created_at", "2026-01-31T12:00:00.000Z",
                  "expires_at", "2026-01-31T13:00:00.000Z"));

  static final Component JOB_RETRY =
      new Component("JobRetry", () -> Schema.input(RetryRequest.SHAPE))
          .like(example("only", "failed"));

  static final Component TOKEN_REVOCATION =
      new Component("TokenRevocation", () -> Schema.input(TokenResource.SHAPE))
          .like(example("id", "1b4e28ba-2fa1-4d2e-883f-b9a761bde3fb"));

  static final Component TOKEN_REVOKED =
      answer(
          "TokenRevoked",
          "A token that was called back",
          member("id", "Its claim jti", TEXT),
          member("until", "How long that is remembered: it has expired by then", TIME));

  private Documents() {}

  /** What is to be run by whom; the operations are those of the catalogue. */
  static Component jobRequest(Catalogue catalogue) {
    var names = catalogue.operations().stream().map(Object::toString).toArray(String[]::new);
    var operation =
        request(
            "JobRequestOperation",
            "What to run",
            member("type", "The operation", choice(names)),
            member("data", "Its input, as GET /api/v1/operations describes it", OBJECT).orAbsent());
    return request(
            "JobRequest",
            "What to run, and where",
            member("operation", operation),
            member("target", "_any, _all, a host name, or a label such as group:web.dev", TEXT)
                .orAbsent(),
            member("target_hostname", "Older name of target", deprecated(TEXT)).orAbsent(),
            member("timeout", "How long each worker may take" + DURATION_RULE, TEXT).orAbsent(),
            member(
                    "expires_in",
                    "How long it may wait for a worker, 1h if left out" + DURATION_RULE,
                    TEXT)
                .orAbsent())
        .like(
            example(
                "operation", example("type", names[0], "data", example()),
                "target", "group:web",
                "timeout", "30s"));
  }

  private static Map<String, Object> type(String type, Object... more) {
    var schema = example("type", type);
    schema.putAll(example(more));
    return schema;
  }

  private static Map<String, Object> deprecated(Map<String, Object> schema) {
    var more = new LinkedHashMap<>(schema);
    more.put("deprecated", true);
    return more;
  }

  /**
   * @param element a map, or a {@link Component}
   */
  static Map<String, Object> list(Object element) {
    return type("array", "items", element);
  }

  private static Map<String, Object> byName(Object value) {
    return type("object", "additionalProperties", value);
  }

  static Map<String, Object> choice(String... names) {
    return type("string", "enum", List.of(names));
  }

  private static <T> Map<String, Object> choice(T[] values, Function<T, String> text) {
    return choice(Arrays.stream(values).map(text).toArray(String[]::new));
  }

  private static Component.Member[] join(List<Component.Member> some, Component.Member... others) {
    var all = new Component.Member[some.size() + others.length];
    some.toArray(all);
    System.arraycopy(others, 0, all, some.size(), others.length);
    return all;
  }

  /** An object with these members, by name and value in turn. */
  private static LinkedHashMap<String, Object> example(Object... members) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }
}
