package io.osapi.bootstrap.config;

import io.osapi.domain.telemetry.EdgeTask;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of what an edge worker does by itself. */
record AgentTaskKeys(
    Map<EdgeTask, Task> tasks,
    Key<AgentTasks.Source> source,
    Key<URI> exporterUrl,
    Key<List<String>> services) {

  /** Services that are asked for within one interval, one after the other. */
  private static final int MAX_SERVICES = 64;

  private static final Duration LONGEST = Duration.ofDays(7);

  /** Of each task. */
  record Task(Key<Boolean> enabled, Key<Duration> interval) {}

  static AgentTaskKeys in(KeyTable table) {
    var tasks = new EnumMap<EdgeTask, Task>(EdgeTask.class);
    tasks.put(
        EdgeTask.HEARTBEAT,
        task(
            table,
            EdgeTask.HEARTBEAT,
            "the worker says on `<prefix>.<id>.heartbeat` that it is there",
            Duration.ofSeconds(10),
            Duration.ofMinutes(1)));
    tasks.put(
        EdgeTask.SYSTEM_METRICS,
        task(
            table,
            EdgeTask.SYSTEM_METRICS,
            "it tells how busy processors, memory and disks are",
            Duration.ofSeconds(30),
            Duration.ofMinutes(5)));
    var source =
        table.key(
            name(EdgeTask.SYSTEM_METRICS) + ".source",
            Types.choice(AgentTasks.Source.class),
            AgentTasks.Source.BUILTIN,
            "Where that comes from: the worker's own reading, or a node_exporter");
    var exporterUrl =
        table.optional(
            name(EdgeTask.SYSTEM_METRICS) + ".exporter_url",
            Types.uri("http://localhost:9100/metrics", Set.of("http", "https")),
            "The node_exporter; needed by the source `exporter`");
    tasks.put(
        EdgeTask.SERVICE_CHECK,
        task(
            table,
            EdgeTask.SERVICE_CHECK,
            "it tells the states of `services`",
            Duration.ofSeconds(10),
            Duration.ofMinutes(1)));
    var services =
        table.key(
            name(EdgeTask.SERVICE_CHECK) + ".services",
            Types.list(AgentTypes.SERVICE, 0, MAX_SERVICES),
            List.of(),
            "Units of systemd whose states are told; none: nothing is told");
    tasks.put(
        EdgeTask.INVENTORY,
        task(
            table,
            EdgeTask.INVENTORY,
            "it tells what the host is made of; also at its start",
            Duration.ofMinutes(1),
            Duration.ofHours(24)));
    return new AgentTaskKeys(tasks, source, exporterUrl, services);
  }

  private static Task task(
      KeyTable table, EdgeTask task, String what, Duration shortest, Duration usual) {
    return new Task(
        table.key(name(task) + ".enabled", Types.FLAG, true, "Whether " + what),
        table.key(
            name(task) + ".interval",
            Types.duration(shortest, LONGEST),
            usual,
            "How often, on average"));
  }

  private static String name(EdgeTask task) {
    return AgentKeys.SECTION + ".tasks." + task.text();
  }
}
