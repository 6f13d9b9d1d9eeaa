package io.osapi.bootstrap.config;

import io.osapi.bootstrap.logging.LogLevel;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.worker.DeviceId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/**
 * The configuration by area, checked for the {@link Use}s it was loaded for. An area that was not
 * among them may lack what it needs and throws {@link IllegalStateException} then.
 */
public final class Settings {
  private final Values values;

  Settings(Values values) {
    this.values = values;
  }

  public boolean debug() {
    return values.get(Keys.DEBUG);
  }

  public Client client() {
    return new Client(
        values.get(Keys.CLIENT_URL),
        values.find(Keys.CLIENT_BEARER_TOKEN),
        values.find(Keys.CLIENT_CA_FILE));
  }

  /** For {@link Use#API}. */
  public Api api() {
    return new Api(
        values.get(Keys.API_HOST),
        values.get(Keys.API_PORT),
        nats(Keys.API_NATS),
        signingKeys(),
        values.get(Keys.ALLOW_ORIGINS),
        new Api.RateLimit(
            values.get(Keys.RATE_LIMIT_READ),
            values.get(Keys.RATE_LIMIT_WRITE),
            values.get(Keys.RATE_LIMIT_ADMIN),
            values.get(Keys.RATE_LIMIT_ON_LOOPBACK)),
        certificate(Keys.API_TLS));
  }

  /** The first signs, all verify; each of at least 32 bytes. For {@link Use#TOKENS}. */
  public List<Secret> signingKeys() {
    boolean several =
        values.isGiven(Keys.SIGNING_KEYS)
            && values.origin(Keys.SIGNING_KEYS).rank() >= values.origin(Keys.SIGNING_KEY).rank();
    return several ? values.get(Keys.SIGNING_KEYS) : List.of(values.get(Keys.SIGNING_KEY));
  }

  public NatsServer nats() {
    return new NatsServer(
        values.get(Keys.NATS_HOST),
        values.get(Keys.NATS_PORT),
        values.get(Keys.NATS_STORE_DIR),
        values.find(Keys.NATS_BINARY),
        values.get(Keys.NATS_SYNC_INTERVAL),
        certificate(Keys.NATS_TLS),
        values.find(Keys.NATS_CA_FILE));
  }

  /** Where the broker on this host keeps who may use it, by port. */
  public Path natsStateDir() {
    return values.get(Keys.NATS_STATE_DIR);
  }

  /** For {@link Use#WORKER}. */
  public Worker worker() {
    return new Worker(
        nats(Keys.WORKER_NATS),
        values.get(Keys.WORKER_QUEUE_GROUP),
        values.get(Keys.WORKER_HOSTNAME),
        values.get(Keys.WORKER_MAX_JOBS),
        values.get(Keys.WORKER_LABELS),
        values.get(Keys.WORKER_HEARTBEAT_INTERVAL),
        values.get(Keys.WORKER_STATE_DIR),
        workerMetrics());
  }

  private Optional<Worker.Metrics> workerMetrics() {
    return Optional.of(values.get(Keys.WORKER_METRICS_PORT))
        .filter(port -> port > 0)
        .map(port -> new Worker.Metrics(values.get(Keys.WORKER_METRICS_HOST), port));
  }

  /** For {@link Use#WORKER}; empty where the configuration has no such section. */
  public Optional<Agent> agent() {
    boolean isAsked =
        Keys.all().stream()
            .anyMatch(key -> key.name().startsWith(AgentKeys.SECTION + ".") && values.isGiven(key));
    return isAsked ? Optional.of(givenAgent()) : Optional.empty();
  }

  /** Begins the subjects of every edge worker: known also to those that are none. */
  public String agentSubjectPrefix() {
    return values.get(Keys.AGENT.subjectPrefix());
  }

  private Agent givenAgent() {
    var keys = Keys.AGENT;
    return new Agent(
        values.find(keys.deviceId()).orElseGet(() -> DeviceId.of(values.get(Keys.WORKER_HOSTNAME))),
        values.get(keys.location()),
        agentSubjectPrefix(),
        agentTasks(),
        new Agent.Commands(
            values.find(keys.scriptsDirectory()),
            values.get(keys.allowedServices()),
            values.get(keys.allowedCommands()),
            values.get(keys.allowedLogPaths()),
            values.get(keys.timeout()),
            values.get(keys.maxConcurrent())));
  }

  /** A task without anything to tell is off. */
  private AgentTasks agentTasks() {
    var keys = Keys.AGENT_TASKS;
    var services = values.get(keys.services());
    var intervals = new EnumMap<EdgeTask, Duration>(EdgeTask.class);
    keys.tasks()
        .forEach((task, its) -> {
          boolean isIdle = task == EdgeTask.SERVICE_CHECK && services.isEmpty();
          if (values.get(its.enabled()) && !isIdle) {
            intervals.put(task, values.get(its.interval()));
          }
        });
    return new AgentTasks(
        intervals, values.get(keys.source()), values.find(keys.exporterUrl()), services);
  }

  /** What edge workers tell is kept there. */
  public TelemetryStream telemetryStream() {
    var keys = Keys.TELEMETRY_STREAM;
    return new TelemetryStream(
        values.get(keys.name()),
        values.get(keys.maxAge()),
        values.get(keys.maxMsgsPerSubject()),
        values.get(keys.maxBytes()),
        values.get(keys.storage()),
        values.get(keys.replicas()));
  }

  public Job job() {
    return new Job(
        values.get(Keys.JOB_STREAM_NAME),
        values.get(Keys.JOB_STREAM_SUBJECTS),
        values.get(Keys.JOB_KV_BUCKET),
        values.get(Keys.JOB_KV_RESPONSE_BUCKET),
        values.get(Keys.JOB_CONSUMER_NAME),
        new Job.Stream(
            values.get(Keys.STREAM_MAX_AGE),
            values.get(Keys.STREAM_MAX_MSGS),
            values.get(Keys.STREAM_STORAGE),
            values.get(Keys.STREAM_REPLICAS),
            values.get(Keys.STREAM_DISCARD)),
        new Job.Consumer(
            values.get(Keys.CONSUMER_MAX_DELIVER),
            values.get(Keys.CONSUMER_ACK_WAIT),
            values.get(Keys.CONSUMER_MAX_ACK_PENDING),
            values.get(Keys.CONSUMER_REPLAY_POLICY),
            values.get(Keys.CONSUMER_BACK_OFF)),
        new Job.Kv(
            values.get(Keys.KV_TTL),
            values.get(Keys.KV_MAX_BYTES),
            values.get(Keys.KV_STORAGE),
            values.get(Keys.KV_REPLICAS)),
        new Job.Dlq(
            values.get(Keys.DLQ_MAX_AGE),
            values.get(Keys.DLQ_MAX_MSGS),
            values.get(Keys.DLQ_STORAGE),
            values.get(Keys.DLQ_REPLICAS)));
  }

  public Telemetry telemetry() {
    return new Telemetry(
        new Telemetry.Logging(values.get(Keys.LOGGING_FORMAT), level()),
        new Telemetry.Tracing(
            values.get(Keys.TRACING_ENABLED),
            values.get(Keys.TRACING_EXPORTER),
            values.find(Keys.OTLP_ENDPOINT)));
  }

  private LogLevel level() {
    boolean unasked = values.origin(Keys.LOGGING_LEVEL) instanceof Origin.Default;
    return debug() && unasked ? LogLevel.DEBUG : values.get(Keys.LOGGING_LEVEL);
  }

  private NatsClient nats(NatsKeys keys) {
    return new NatsClient(
        servers(keys),
        values.get(keys.clientName()),
        login(keys.login()),
        values.find(keys.caFile()),
        certificate(keys.tls()));
  }

  /** The later source wins: a host on the command line overrides a URL in the file. */
  private List<URI> servers(NatsKeys keys) {
    int hostAndPort = Math.max(rank(keys.host()), rank(keys.port()));
    var urls = latest(List.of(keys.url(), keys.urls()));
    if (urls.isPresent() && rank(urls.get()) >= hostAndPort) {
      return values.get(urls.get());
    }
    var host = values.get(keys.host());
    var literal = host.contains(":") ? "[" + host + "]" : host;
    return List.of(URI.create("nats://" + literal + ":" + values.get(keys.port())));
  }

  /** The way of the later source, as of a host and a URL. */
  private Optional<NatsClient.Login> login(LoginKeys keys) {
    var way = latest(keys.ways());
    if (way.isEmpty()) {
      return Optional.empty();
    } else if (way.get() == keys.token()) {
      return Optional.of(new NatsClient.Login.Token(values.get(keys.token())));
    } else if (way.get() == keys.username()) {
      return Optional.of(
          new NatsClient.Login.Password(values.get(keys.username()), values.get(keys.password())));
    }
    return List.of(keys.credentialsFile(), keys.credsFile(), keys.nkeyFile()).stream()
        .filter(key -> key == way.get())
        .findFirst()
        .map(key -> new NatsClient.Login.KeyFile(values.get(key)));
  }

  private <K extends Key<?>> Optional<K> latest(List<K> keys) {
    return keys.stream()
        .filter(values::isGiven)
        .reduce((one, other) -> rank(other) > rank(one) ? other : one);
  }

  private int rank(Key<?> key) {
    return values.origin(key).rank();
  }

  private Optional<CertificateFiles> certificate(TlsKeys keys) {
    return values
        .find(keys.certFile())
        .flatMap(cert -> values.find(keys.keyFile()).map(key -> new CertificateFiles(cert, key)));
  }
}
