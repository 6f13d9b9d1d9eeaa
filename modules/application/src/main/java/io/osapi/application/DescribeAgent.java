package io.osapi.application;

import io.osapi.application.port.EdgeConnection;
import io.osapi.application.port.HostFacts;
import io.osapi.application.telemetry.TaskLog;
import io.osapi.domain.operation.AgentOperations.Config;
import io.osapi.domain.operation.AgentOperations.Health;
import io.osapi.domain.operation.AgentOperations.Status;
import io.osapi.domain.operation.AgentOperations.Tasks;
import io.osapi.domain.telemetry.EdgeTask;
import io.osapi.domain.telemetry.TaskState;
import io.osapi.domain.worker.DeviceId;
import java.time.InstantSource;

/** How the edge side of this worker is. */
public final class DescribeAgent {
  private final DeviceId device;
  private final String subjectPrefix;
  private final HostFacts host;
  private final EdgeConnection connection;
  private final TaskLog taskLog;
  private final CommandTally tally;
  private final InstantSource clock;

  public DescribeAgent(
      DeviceId device,
      String subjectPrefix,
      HostFacts host,
      EdgeConnection connection,
      TaskLog taskLog,
      CommandTally tally,
      InstantSource clock) {
    this.device = device;
    this.subjectPrefix = subjectPrefix;
    this.host = host;
    this.connection = connection;
    this.taskLog = taskLog;
    this.tally = tally;
    this.clock = clock;
  }

  public Health describe() {
    var process = host.process();
    var nats = connection.state();
    var tasks = tasks();
    var enabled = taskLog.enabled().stream().map(EdgeTask::text).toList();
    return new Health(
        Status.of(nats, tasks),
        process,
        nats,
        tasks,
        tally.read(),
        new Config(device.value(), subjectPrefix, process.version(), enabled),
        host.os());
  }

  private Tasks tasks() {
    var heartbeat = taskLog.state(EdgeTask.HEARTBEAT);
    var metrics = taskLog.state(EdgeTask.SYSTEM_METRICS);
    return new Tasks(
        heartbeat.lastSuccess(),
        metrics.lastSuccess(),
        taskLog.state(EdgeTask.SERVICE_CHECK).lastSuccess(),
        taskLog.state(EdgeTask.INVENTORY).lastSuccess(),
        published(heartbeat),
        published(metrics),
        metrics.failures(),
        taskLog.complaints(clock.instant()));
  }

  private static long published(TaskState state) {
    return state.runs() - state.failures() - state.unpublished();
  }
}
