package io.osapi.domain.operation;

import io.osapi.domain.shape.About;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The edge side of a worker itself. */
public final class AgentOperations {
  private static final Family AGENT = new Family("agent", "The edge side of workers");

  public record Process(
      @About("Version of osapi") String version,
      @About("Seconds since the worker started") long uptimeSeconds,
      @About("Memory that the process may use of the host, in MiB") long memoryMb,
      @About("Memory that it uses of that, in MiB") long memoryUsageMb,
      @About("Threads of the system") int threads) {}

  public record Nats(
      @About("Whether there is a connection") boolean connected,
      @About("Where it is looked for") String url,
      @About("Where it was found; absent without a connection") Optional<String> serverUrl,
      @About("Connections that were lost and made again") long reconnects,
      @About("Messages received") long inMsgs,
      @About("Messages sent") long outMsgs,
      @About("Bytes received") long inBytes,
      @About("Bytes sent") long outBytes,
      @About("What the server refuses this worker or does not have, for people")
          List<String> problems) {}

  public record Tasks(
      @About("Last heartbeat that was sent") Optional<Instant> lastHeartbeat,
      @About("Last metrics that were published") Optional<Instant> lastMetrics,
      @About("Last look at the services that was published") Optional<Instant> lastServiceCheck,
      @About("Last inventory that was published") Optional<Instant> lastInventory,
      @About("Heartbeats sent") long heartbeatCount,
      @About("Metrics published") long metricsCount,
      @About("Collections of metrics that failed") long metricsFailures,
      @About("What is wrong with them, for people") List<String> problems) {}

  public record Commands(
      @About("Commands service, exec and logs that came, and were answered") long processed,
      @About("Those of them that were answered with an error") long errored,
      @About("The last such error") Optional<String> lastError,
      @About("When that was") Optional<Instant> lastErrorTime) {}

  public record Config(
      @About("Name of the host in subjects") String deviceId,
      @About("Begins these subjects") String subjectPrefix,
      @About("Version of osapi") String version,
      @About("Tasks that publish by themselves") List<String> enabledTasks) {}

  /** How the edge side is. */
  public enum Status {
    HEALTHY,
    /** It answers, but something of it does not work. */
    DEGRADED,
    /** It has no connection. */
    UNHEALTHY;

    public static Status of(Nats nats, Tasks tasks) {
      if (!nats.connected()) {
        return UNHEALTHY;
      }
      return nats.problems().isEmpty() && tasks.problems().isEmpty() ? HEALTHY : DEGRADED;
    }
  }

  public record Health(
      @About("Whether it works: degraded where something of it does not, unhealthy without NATS")
          Status health,
      @About("The process") Process agent,
      @About("The connection") Nats nats,
      @About("What it publishes by itself") Tasks tasks,
      @About("What it was asked over NATS") Commands commands,
      @About("How it is configured") Config config,
      @About("Operating system") Inventory.Os os) {}

  public static final Operation<NoInput, Health> HEALTH_GET =
      AGENT.query("health.get", "Ask how the edge side is", NoInput.class, Health.class);

  static final Family.Members ALL = AGENT.of(HEALTH_GET);

  private AgentOperations() {}
}
