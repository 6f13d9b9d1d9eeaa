package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.adapters.nats.Nats;
import io.osapi.adapters.os.HostOperations;
import io.osapi.adapters.os.journal.FileJournal;
import io.osapi.application.HoldJob;
import io.osapi.application.RunJob;
import io.osapi.application.SendHeartbeat;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.WorkQueue;
import io.osapi.bootstrap.config.Settings;
import io.osapi.bootstrap.metrics.MetricsEndpoint;
import io.osapi.bootstrap.metrics.WorkerMetrics;
import io.osapi.domain.job.Job;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.worker.Heartbeat;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Worker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Takes jobs for this host, runs them, answers; says at every interval that it is there. */
public final class WorkerRole implements RunningRole {
  private static final System.Logger LOG = System.getLogger(WorkerRole.class.getName());

  /** Running jobs may end; what needs longer is delivered again after our end. */
  private static final Duration DRAIN = Duration.ofSeconds(8);

  private final HostName host;
  private final Nats nats;
  private final WorkQueue.Intake intake;
  private final Pulse pulse;
  private final FileJournal journal;
  private final Optional<EdgeTelemetry> telemetry;
  private final Optional<MetricsEndpoint> metrics;
  private final CompletionStage<Integer> failure;
  private final Optional<EdgeRole> edge;

  private WorkerRole(
      HostName host,
      Nats nats,
      WorkQueue.Intake intake,
      Pulse pulse,
      FileJournal journal,
      Optional<EdgeTelemetry> telemetry,
      Optional<MetricsEndpoint> metrics,
      Optional<EdgeRole> edge,
      CompletionStage<Integer> failure) {
    this.host = host;
    this.edge = edge;
    this.nats = nats;
    this.intake = intake;
    this.pulse = pulse;
    this.journal = journal;
    this.telemetry = telemetry;
    this.metrics = metrics;
    this.failure = failure;
  }

  /**
   * @throws FileJournal.OpenException if the state directory cannot be used; the message says why
   * @throws IOException if the metrics' port cannot be had
   */
  public static WorkerRole start(Settings settings, Tracing tracing) throws IOException {
    var edge = settings.agent().map(agent -> EdgeRole.of(settings, agent, tracing));
    var operations =
        edge.map(EdgeRole::operations)
            .orElseGet(() ->
                new HostOperations(
                    settings.worker().labels(), tracing, Version.current().version()));
    return start(settings, Catalogue.standard(), operations, edge, tracing);
  }

  /** With other operations than those we ship. */
  public static WorkerRole start(
      Settings settings, Catalogue catalogue, OperationRunner operations, Tracing tracing)
      throws IOException {
    return start(settings, catalogue, operations, Optional.empty(), tracing);
  }

  private static WorkerRole start(
      Settings settings,
      Catalogue catalogue,
      OperationRunner operations,
      Optional<EdgeRole> edge,
      Tracing tracing)
      throws IOException {
    var asked = settings.worker().metrics();
    if (asked.isEmpty()) {
      return start(settings, catalogue, operations, edge, tracing, Optional.empty());
    }
    var measured = new WorkerMetrics();
    var endpoint = MetricsEndpoint.start(asked.get().host(), asked.get().port(), measured);
    LOG.log(INFO, "metrics at http://{0}/metrics", asked.get().host() + ":" + endpoint.port());
    return start(
        settings, catalogue, measured.counting(operations), edge, tracing, Optional.of(endpoint));
  }

  private static WorkerRole start(
      Settings settings,
      Catalogue catalogue,
      OperationRunner operations,
      Optional<EdgeRole> edge,
      Tracing tracing,
      Optional<MetricsEndpoint> metrics) {
    var clock = InstantSource.system();
    // What a delivery may be repeated for is bounded by the age of the stream.
    var journal =
        FileJournal.open(settings.worker().stateDir(), settings.job().stream().maxAge(), clock);
    var me = worker(settings.worker(), operations, clock);
    var nats = Nats.open(NatsWiring.workerEndpoint(settings), tracing);
    var layout = NatsWiring.layout(settings);
    var ports = nats.workerSide(layout, catalogue, me.host());
    var runJob =
        new RunJob(
            me.host(),
            ports.reports(),
            new LoggedOperations(operations),
            ports.cancellations(),
            journal,
            tracing,
            clock);
    var intake =
        ports.queue().open(me, new Handler(runJob, new HoldJob(me.host(), ports.reports(), clock)));
    var pulse =
        Pulse.start(new SendHeartbeat(me, ports.heartbeats()), intake, me.heartbeatInterval());
    var telemetry = settings.agent().map(agent -> EdgeTelemetry.start(agent, nats, layout, clock));
    edge.ifPresent(side -> side.open(nats, telemetry.orElseThrow().taskLog()));
    nats.connect();
    LOG.log(INFO, "worker {0} takes up to {1} jobs at a time", me.host(), me.maxJobs());
    return new WorkerRole(
        me.host(),
        nats,
        intake,
        pulse,
        journal,
        telemetry,
        metrics,
        edge,
        NatsWiring.failure(nats, settings.worker().nats()));
  }

  @Override
  public CompletionStage<Integer> failure() {
    return failure;
  }

  @Override
  public Condition condition() {
    var me = "worker " + host;
    if (pulse.hangs()) {
      return new Condition.Hangs(me + " sends no heartbeats any more");
    }
    return pulse.isHeard()
        ? new Condition.Works(me + " takes jobs; " + intake.running() + " running")
        : new Condition.Waits(me + " waits for NATS; " + intake.running() + " jobs running");
  }

  @Override
  public void close() {
    pulse.say(Heartbeat.State.DRAINING);
    edge.ifPresent(EdgeRole::drain);
    if (!intake.drain(DRAIN)) {
      LOG.log(
          WARNING,
          "{0} jobs still ran after {1}; they are delivered again",
          intake.running(),
          DRAIN);
    }
    telemetry.ifPresent(EdgeTelemetry::close);
    pulse.stop();
    nats.close();
    journal.close();
    metrics.ifPresent(MetricsEndpoint::close);
  }

  private static Worker worker(
      io.osapi.bootstrap.config.Worker settings, OperationRunner operations, InstantSource clock) {
    return new Worker(
        settings.hostname(),
        settings.labels(),
        Version.current().version(),
        "linux/" + System.getProperty("os.arch"),
        clock.instant(),
        settings.heartbeatInterval(),
        settings.maxJobs(),
        operations.capabilities());
  }

  /** Deliveries to use cases. */
  private record Handler(RunJob runJob, HoldJob holdJob) implements WorkQueue.JobHandler {

    @Override
    public void handle(Job job, int attempt) {
      runJob.run(job, attempt);
    }

    @Override
    public void hold(Job job) {
      holdJob.hold(job);
    }
  }
}
