package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.INFO;

import io.osapi.adapters.http.ApiServer;
import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.adapters.nats.Nats;
import io.osapi.application.AwaitJob;
import io.osapi.application.CancelJob;
import io.osapi.application.CheckReadiness;
import io.osapi.application.CheckRevocation;
import io.osapi.application.CountJobs;
import io.osapi.application.DeclareLost;
import io.osapi.application.DeleteJob;
import io.osapi.application.DescribeHealth;
import io.osapi.application.GetJob;
import io.osapi.application.GetWorker;
import io.osapi.application.ListJobs;
import io.osapi.application.ListWorkers;
import io.osapi.application.ReadDeadLetters;
import io.osapi.application.ReadTelemetry;
import io.osapi.application.RepeatAnnouncements;
import io.osapi.application.RequeueDeadLetter;
import io.osapi.application.RetryJob;
import io.osapi.application.RevokeToken;
import io.osapi.application.SubmitJob;
import io.osapi.application.SubmitOnce;
import io.osapi.application.SubmitWatched;
import io.osapi.application.port.Tracing;
import io.osapi.bootstrap.config.Api;
import io.osapi.bootstrap.config.Secret;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.tls.ServerTls;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Operation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The REST API. Serves from the first moment; is ready once NATS answers. */
public final class ApiRole implements RunningRole {
  private static final System.Logger LOG = System.getLogger(ApiRole.class.getName());

  private final Nats nats;
  private final ApiServer server;
  private final Optional<ServerTls> tls;
  private final Caretaker caretaker;
  private final CheckReadiness readiness;
  private final String url;
  private final CompletionStage<Integer> failure;

  private ApiRole(
      Nats nats,
      ApiServer server,
      Optional<ServerTls> tls,
      Caretaker caretaker,
      CheckReadiness readiness,
      String url,
      CompletionStage<Integer> failure) {
    this.nats = nats;
    this.server = server;
    this.tls = tls;
    this.caretaker = caretaker;
    this.readiness = readiness;
    this.url = url;
    this.failure = failure;
  }

  /**
   * @throws IOException if the port cannot be had
   */
  public static ApiRole start(Settings settings, Tracing tracing) throws IOException {
    return start(settings, Catalogue.standard(), tracing);
  }

  /** With other operations than those we ship. */
  public static ApiRole start(Settings settings, Catalogue catalogue, Tracing tracing)
      throws IOException {
    requireFree(settings.api());
    // Beside the rest: the JVM makes a class for each kind of annotation that it reads.
    Thread.ofPlatform()
        .daemon()
        .name("shapes")
        .start(() -> catalogue.operations().forEach(Operation::input));
    var nats = Nats.open(NatsWiring.apiEndpoint(settings), tracing);
    try {
      return serve(nats, settings, catalogue, tracing);
    } catch (IOException | RuntimeException cannotServe) {
      nats.close();
      throw cannotServe;
    }
  }

  /** Asked before anything is begun that would be ended again, and would say so. */
  private static void requireFree(Api api) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(api.host(), api.port()));
    }
  }

  private static ApiRole serve(Nats nats, Settings settings, Catalogue catalogue, Tracing tracing)
      throws IOException {
    var clock = InstantSource.system();
    var ids = new UuidV7(clock);
    var api = settings.api();
    var ports = nats.apiSide(NatsWiring.layout(settings), catalogue, clock);
    var store = ports.store();
    var getJob = new GetJob(store);
    var describeHealth =
        new DescribeHealth(ports.broker(), ports.probe(), ports.index(), ports.fleet(), clock);
    var metrics = new Metrics(describeHealth);
    ports.index().whenFinal(metrics::ended);
    // All that listens is in place. It gets there while the server is being made.
    nats.connect();
    var submitJob =
        new SubmitJob(ports.fleet(), store, metrics.counting(ports.dispatch()), ids, clock);
    var cancelJob = new CancelJob(getJob, store, clock);
    var readiness = new CheckReadiness(ports.probe());
    var useCases =
        new ApiServer.UseCases(
            submitJob,
            new SubmitOnce(submitJob, store, ports.claims(), ids),
            new SubmitWatched(submitJob, getJob, store, ports.feed(), ids, clock),
            getJob,
            new AwaitJob(getJob, ports.feed(), clock),
            new ListJobs(ports.index(), store),
            new CountJobs(ports.index()),
            new RetryJob(getJob, submitJob, store, clock),
            cancelJob,
            new DeleteJob(getJob, cancelJob, store, clock),
            new ReadDeadLetters(ports.deadLetters()),
            new RequeueDeadLetter(ports.deadLetters()),
            new ListWorkers(ports.fleet(), clock),
            new GetWorker(ports.fleet(), clock),
            new ReadTelemetry(ports.telemetry(), ports.fleet(), clock),
            readiness,
            describeHealth,
            new CheckRevocation(ports.revokedTokens()),
            new RevokeToken(ports.revokedTokens(), clock));
    var tls =
        api.tls().isPresent()
            ? Optional.of(ServerTls.open(api.tls().get(), clock))
            : Optional.<ServerTls>empty();
    var server =
        new ApiServer(
            new ApiServer.Settings(
                api.host(),
                api.port(),
                new Tokens(api.signingKeys().stream().map(Secret::bytes).toList(), clock),
                api.allowOrigins(),
                rateLimits(api.rateLimit()),
                tls.map(ServerTls::context)),
            catalogue,
            Version.current().version(),
            useCases,
            metrics,
            tracing,
            clock);
    server.start();
    var url = "%s://%s:%d".formatted(tls.isPresent() ? "https" : "http", api.host(), server.port());
    LOG.log(INFO, "API listens on {0}", url);
    var repeat = new RepeatAnnouncements(ports.index(), ports.dispatch(), clock);
    var lost = new DeclareLost(ports.index(), ports.fleet(), store, clock);
    var caretaker = Caretaker.start(repeat::repeat, lost::declare);
    return new ApiRole(
        nats, server, tls, caretaker, readiness, url, NatsWiring.failure(nats, api.nats()));
  }

  private static ApiServer.RateLimits rateLimits(Api.RateLimit limit) {
    return new ApiServer.RateLimits(limit.read(), limit.write(), limit.admin(), limit.onLoopback());
  }

  @Override
  public CompletionStage<Integer> failure() {
    return failure;
  }

  @Override
  public Condition condition() {
    if (caretaker.hangs()) {
      return new Condition.Hangs("API at " + url + " looks after its jobs no more");
    }
    return readiness
        .check()
        .<Condition>map(lacking -> new Condition.Waits("API at " + url + " waits: " + lacking))
        .orElseGet(() -> new Condition.Works("API at " + url));
  }

  @Override
  public void close() {
    caretaker.close();
    server.stop();
    tls.ifPresent(ServerTls::close);
    nats.close();
  }
}
