package io.osapi.bootstrap.config;

import io.osapi.bootstrap.config.Job.Discard;
import io.osapi.bootstrap.config.Job.Replay;
import io.osapi.bootstrap.config.Job.Storage;
import io.osapi.bootstrap.config.Key.Fallback;
import io.osapi.bootstrap.logging.LogFormat;
import io.osapi.bootstrap.logging.LogLevel;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Every key there is. To add one: add it here, and read it in {@link Settings}; validation, its
 * variable, {@code config show} and the reference page follow.
 */
public final class Keys {
  static final KeyTable TABLE = new KeyTable();

  private static final Type<Integer> PORT = Types.whole(1, 65_535);

  /** NATS keeps a stream on an odd number of servers; five survive two failures. */
  private static final Type<Integer> REPLICAS = Types.whole(1, 5);

  private static final Type<Duration> RETENTION =
      Types.duration(Duration.ofMinutes(1), Duration.ofDays(3650));
  private static final Type<Long> MESSAGES = Types.wholeLong(1, 1_000_000_000L);

  private static final long MIB = 1024L * 1024;
  private static final long TIB = 1024L * 1024 * MIB;

  static final Key<Boolean> DEBUG =
      TABLE.key(
          "debug",
          Types.FLAG,
          false,
          "Log level `debug` unless `telemetry.logging.level` is given; errors with stack traces; spans on"
              + " standard error");

  static final Key<URI> CLIENT_URL =
      TABLE.key(
          "api.client.url",
          Types.uri("http://localhost:8080", Set.of("http", "https")),
          URI.create("http://localhost:8080"),
          "Where `osapi client` finds the API");

  static final Key<Secret> CLIENT_BEARER_TOKEN =
      TABLE.secret(
          "api.client.security.bearer_token",
          "Token that `osapi client` sends; `osapi token generate` makes one",
          Use.CLIENT);

  static final Key<Path> CLIENT_CA_FILE =
      TABLE.optional(
          "api.client.ca_file",
          Types.PATH,
          "Certificates (PEM) that `osapi client` trusts instead of the system's, for `https://`");

  static final Key<String> API_HOST =
      TABLE.key("api.server.host", Types.HOST, "0.0.0.0", "Address that the API listens on");

  static final Key<Integer> API_PORT =
      TABLE.key(
          "api.server.port", Types.whole(0, 65_535), 8080, "Port of the API; 0 takes a free one");

  static final NatsKeys API_NATS = NatsKeys.in(TABLE, "api.server.nats", "osapi-api");

  static final Key<Secret> SIGNING_KEY =
      TABLE.secret(
          "api.server.security.signing_key",
          "Key that signs the API's tokens, at least 32 bytes; `head -c 48 /dev/urandom | base64`"
              + " makes one",
          Use.API,
          Use.TOKENS);

  static final Key<List<Secret>> SIGNING_KEYS =
      TABLE.secrets(
          "api.server.security.signing_keys",
          "Instead of `signing_key`, to replace a key: the first signs, all verify");

  static final Key<List<String>> ALLOW_ORIGINS =
      TABLE.key(
          "api.server.security.cors.allow_origins",
          Types.list(Types.ORIGIN, 0, 64),
          List.of(),
          "Web origins that browsers may call the API from; none sends no CORS headers");

  // Far above what people and their scripts do: a loop that never pauses is what they hold back.
  static final Key<Integer> RATE_LIMIT_READ = rate("read", 500);
  static final Key<Integer> RATE_LIMIT_WRITE = rate("write", 200);
  static final Key<Integer> RATE_LIMIT_ADMIN = rate("admin", 50);

  static final Key<Boolean> RATE_LIMIT_ON_LOOPBACK =
      TABLE.key(
          "api.server.rate_limit.on_loopback",
          Types.FLAG,
          false,
          "Whether the rates also hold for callers on the API's own host");

  static final TlsKeys API_TLS = TlsKeys.in(TABLE, "api.server.tls", "the API's; turns HTTPS on");

  static final Key<String> NATS_HOST =
      TABLE.key(
          "nats.server.host", Types.HOST, "127.0.0.1", "Address that the nats-server listens on");

  static final Key<Integer> NATS_PORT =
      TABLE.key("nats.server.port", PORT, 4222, "Port of the nats-server");

  static final Key<Path> NATS_STORE_DIR =
      TABLE.key(
          "nats.server.store_dir", Types.PATH, stateOf("nats"), "Where the nats-server keeps jobs");

  static final Key<Path> NATS_BINARY =
      TABLE.optional(
          "nats.server.binary", Types.PATH, "A nats-server (2.12 or newer) other than the bundled");

  static final Key<SyncInterval> NATS_SYNC_INTERVAL =
      TABLE.key(
          "nats.server.sync_interval",
          Types.SYNC_INTERVAL,
          new SyncInterval.Every(Duration.ofMillis(100)),
          "How much acknowledged work a power loss may cost; `always` loses none and is slower");

  static final TlsKeys NATS_TLS =
      TlsKeys.in(TABLE, "nats.server.tls", "the nats-server's; clients then need TLS");

  static final Key<Path> NATS_CA_FILE =
      TABLE.optional(
          "nats.server.tls.ca_file",
          Types.PATH,
          "Certificates (PEM) that each client's must be signed by; without, clients need none");

  static final Key<Path> NATS_STATE_DIR =
      TABLE.key(
          "nats.state_dir",
          Types.PATH,
          stateOf("broker"),
          "Where the nats-server that osapi starts keeps who may use it, by port; roles of the same"
              + " user on the same host find their own credentials there");

  static final Key<Boolean> TRACING_ENABLED =
      TABLE.key(
          "telemetry.tracing.enabled",
          Types.FLAG,
          false,
          "Record traces; off, requests have trace ids all the same");

  static final Key<Telemetry.Exporter> TRACING_EXPORTER =
      TABLE.key(
          "telemetry.tracing.exporter",
          Types.choice(Telemetry.Exporter.class),
          Telemetry.Exporter.STDOUT,
          "Where traces go: standard output (of commands standard error), or an OpenTelemetry collector");

  static final Key<URI> OTLP_ENDPOINT =
      TABLE.optional(
          "telemetry.tracing.otlp_endpoint",
          Types.collector("http://localhost:4318"),
          "The collector, by OTLP over HTTP; needed by the exporter `otlp`. Without a path, `/v1/traces` is added");

  static final Key<LogFormat> LOGGING_FORMAT =
      TABLE.key(
          "telemetry.logging.format",
          Types.choice(LogFormat.class),
          new Fallback<>("`text` on a terminal, `json` elsewhere", Surroundings::logFormat),
          "How log lines are written");

  static final Key<LogLevel> LOGGING_LEVEL =
      TABLE.key(
          "telemetry.logging.level",
          Types.choice(LogLevel.class),
          LogLevel.INFO,
          "The least severe events that are logged; of libraries one step less is");

  static final TelemetryStreamKeys TELEMETRY_STREAM = TelemetryStreamKeys.in(TABLE);

  static final Key<String> JOB_STREAM_NAME =
      TABLE.key("job.stream_name", Types.NATS_NAME, "JOBS", "Stream that routes jobs to workers");

  static final Key<String> JOB_STREAM_SUBJECTS =
      TABLE.key("job.stream_subjects", Types.SUBJECT, "jobs.>", "Subjects of that stream");

  static final Key<String> JOB_KV_BUCKET =
      TABLE.key("job.kv_bucket", Types.NATS_NAME, "job-queue", "Bucket of jobs and their events");

  static final Key<String> JOB_KV_RESPONSE_BUCKET =
      TABLE.key(
          "job.kv_response_bucket", Types.NATS_NAME, "job-responses", "Bucket of workers' answers");

  static final Key<String> JOB_CONSUMER_NAME =
      TABLE.key(
          "job.consumer_name",
          Types.NATS_NAME,
          "jobs-worker",
          "Consumer that workers share, and prefix of their own ones");

  static final Key<Duration> STREAM_MAX_AGE =
      TABLE.key("job.stream.max_age", RETENTION, Duration.ofHours(24), "How long a job is routed");

  static final Key<Long> STREAM_MAX_MSGS =
      TABLE.key("job.stream.max_msgs", MESSAGES, 1_000_000L, "Most messages in the stream");

  static final Key<Storage> STREAM_STORAGE = storage("job.stream.storage");
  static final Key<Integer> STREAM_REPLICAS = replicas("job.stream.replicas");

  static final Key<Discard> STREAM_DISCARD =
      TABLE.key(
          "job.stream.discard",
          Types.choice(Discard.class),
          Discard.NEW,
          "What a full stream does: refuse new jobs (503), or drop the oldest");

  static final Key<Integer> CONSUMER_MAX_DELIVER =
      TABLE.key(
          "job.consumer.max_deliver",
          Types.whole(1, 1000),
          5,
          "Deliveries of a job that could not be handled before it is given up");

  static final Key<Duration> CONSUMER_ACK_WAIT =
      TABLE.key(
          "job.consumer.ack_wait",
          Types.duration(Duration.ofMillis(500), Duration.ofHours(1)),
          Duration.ofMinutes(2),
          "Silence of a worker after which its delivery goes to another");

  static final Key<Integer> CONSUMER_MAX_ACK_PENDING =
      TABLE.key(
          "job.consumer.max_ack_pending",
          Types.whole(1, 1_000_000),
          1000,
          "Most deliveries under way at once");

  static final Key<Replay> CONSUMER_REPLAY_POLICY =
      TABLE.key(
          "job.consumer.replay_policy",
          Types.choice(Replay.class),
          Replay.INSTANT,
          "Whether waiting jobs come at once, or at the pace at which they were submitted");

  static final Key<List<Duration>> CONSUMER_BACK_OFF =
      TABLE.key(
          "job.consumer.back_off",
          Types.list(Types.duration(Duration.ofMillis(100), Duration.ofHours(24)), 0, 100),
          List.of(seconds(30), seconds(120), seconds(300), seconds(900), seconds(1800)),
          "Waits before the second, third … delivery; at most as many as `max_deliver`");

  static final Key<Duration> KV_TTL =
      TABLE.key("job.kv.ttl", RETENTION, Duration.ofHours(24), "How long a job can be read");

  static final Key<Long> KV_MAX_BYTES =
      TABLE.key("job.kv.max_bytes", Types.size(MIB, TIB), 1024 * MIB, "Most bytes of each bucket");

  static final Key<Storage> KV_STORAGE = storage("job.kv.storage");
  static final Key<Integer> KV_REPLICAS = replicas("job.kv.replicas");

  static final Key<Duration> DLQ_MAX_AGE =
      TABLE.key("job.dlq.max_age", RETENTION, Duration.ofDays(7), "How long a dead letter is kept");

  static final Key<Long> DLQ_MAX_MSGS =
      TABLE.key("job.dlq.max_msgs", MESSAGES, 1000L, "Most dead letters; the oldest go first");

  static final Key<Storage> DLQ_STORAGE = storage("job.dlq.storage");
  static final Key<Integer> DLQ_REPLICAS = replicas("job.dlq.replicas");

  static final NatsKeys WORKER_NATS = NatsKeys.in(TABLE, "job.worker.nats", "osapi-job-worker");

  static final Key<String> WORKER_QUEUE_GROUP =
      TABLE.key(
          "job.worker.queue_group",
          Types.NATS_NAME,
          "job-workers",
          "Kept for older configurations: all workers share the jobs that any of them may take");

  static final Key<HostName> WORKER_HOSTNAME =
      TABLE.key(
          "job.worker.hostname",
          Types.HOSTNAME,
          new Fallback<>("the system's host name", Surroundings::workerName),
          "Name that this worker is known and addressed by",
          Use.WORKER);

  static final Key<Integer> WORKER_MAX_JOBS =
      TABLE.key("job.worker.max_jobs", Types.whole(1, 1000), 10, "Most jobs that run at once");

  static final Key<Labels> WORKER_LABELS =
      TABLE.key("job.worker.labels", Types.LABELS, Labels.NONE, "What this worker is grouped by");

  static final Key<Duration> WORKER_HEARTBEAT_INTERVAL =
      TABLE.key(
          "job.worker.heartbeat_interval",
          Types.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
          Duration.ofSeconds(10),
          "How often it says that it is there; silent for 6 of these, it is gone");

  static final Key<Path> WORKER_STATE_DIR =
      TABLE.key(
          "job.worker.state_dir",
          Types.PATH,
          stateOf("worker"),
          "Where the worker keeps its journal of jobs begun and finished");

  static final Key<Integer> WORKER_METRICS_PORT =
      TABLE.key(
          "job.worker.metrics.port",
          Types.whole(0, 65_535),
          0,
          "Port of the worker's own `/metrics`, which needs no token; 0 for none");

  static final Key<String> WORKER_METRICS_HOST =
      TABLE.key(
          "job.worker.metrics.host",
          Types.HOST,
          "127.0.0.1",
          "Address that the worker's metrics are told at");

  static final AgentKeys AGENT = AgentKeys.in(TABLE);

  static final AgentTaskKeys AGENT_TASKS = AgentTaskKeys.in(TABLE);

  private Keys() {}

  /** In the order of the reference page. */
  public static Collection<Key<?>> all() {
    return TABLE.all();
  }

  private static Key<Integer> rate(String scope, int perSecond) {
    return TABLE.key(
        "api.server.rate_limit." + scope,
        Types.whole(0, 100_000),
        perSecond,
        "Requests a second of each caller to routes that need `"
            + scope
            + "`, twice as many at once after a pause, then 429; 0 for no limit");
  }

  private static Key<Storage> storage(String name) {
    return TABLE.key(
        name, Types.choice(Storage.class), Storage.FILE, "`memory` does not survive a restart");
  }

  private static Key<Integer> replicas(String name) {
    return TABLE.key(name, REPLICAS, 1, "On how many servers of a cluster it is kept");
  }

  private static Fallback<Path> stateOf(String part) {
    return new Fallback<>(
        "`~/.local/state/osapi/"
            + part
            + "`; as root, or where that is the home, `/var/lib/osapi/"
            + part
            + "`",
        surroundings -> surroundings.state(part));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
