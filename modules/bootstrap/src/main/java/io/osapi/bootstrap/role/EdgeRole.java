package io.osapi.bootstrap.role;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.osapi.adapters.nats.Nats;
import io.osapi.adapters.os.HostOperations;
import io.osapi.application.AnswerCommand;
import io.osapi.application.CommandTally;
import io.osapi.application.DescribeAgent;
import io.osapi.application.port.CommandIntake;
import io.osapi.application.port.Tracing;
import io.osapi.application.telemetry.TaskLog;
import io.osapi.bootstrap.config.Agent;
import io.osapi.bootstrap.config.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** The edge side of a worker: answers commands over NATS while the worker runs. */
final class EdgeRole {
  /** Commands that run may end; five minutes would be too long for whoever stops the host. */
  static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger(EdgeRole.class.getName());

  private final Agent agent;
  private final Settings settings;
  private final CompletableFuture<DescribeAgent> describe = new CompletableFuture<>();
  private final HostOperations.EdgeHost host;
  private volatile CommandIntake.Running intake = _ -> true;

  private EdgeRole(Settings settings, Agent agent, Tracing tracing) {
    this.settings = settings;
    this.agent = agent;
    this.host =
        HostOperations.edge(
            settings.worker().labels(),
            tracing,
            Version.current().version(),
            allowed(agent.commands()),
            () -> describe.join().describe());
  }

  static EdgeRole of(Settings settings, Agent agent, Tracing tracing) {
    return new EdgeRole(settings, agent, tracing);
  }

  HostOperations operations() {
    return host.operations();
  }

  /** Before the connection is made. */
  void open(Nats nats, TaskLog taskLog) {
    var tally = new CommandTally();
    var side =
        nats.edgeSide(NatsWiring.layout(settings), agent.deviceId(), Version.current().version());
    var health =
        new DescribeAgent(
            agent.deviceId(),
            agent.subjectPrefix(),
            host.facts(),
            side.connection(),
            taskLog,
            tally,
            InstantSource.system());
    describe.complete(health);
    intake =
        side.commands()
            .open(
                new AnswerCommand(
                    host.commands(), host.facts(), health, tally, InstantSource.system()));
    LOG.log(INFO, "edge worker {0}", agent.deviceId());
  }

  void drain() {
    if (!intake.drain(DRAIN_TIMEOUT)) {
      LOG.log(WARNING, "commands still ran after {0}; they are ended", DRAIN_TIMEOUT);
    }
  }

  private static HostOperations.Edge allowed(Agent.Commands commands) {
    return new HostOperations.Edge(
        commands.scriptsDirectory(),
        commands.allowedServices(),
        commands.allowedCommands().stream()
            .map(each -> new HostOperations.AllowedCommand(each.line(), each.shell()))
            .toList(),
        commands.allowedLogPaths(),
        commands.timeout(),
        commands.maxConcurrent(),
        HostOperations.Edge.reduced(System.getenv()));
  }
}
