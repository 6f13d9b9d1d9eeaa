package io.osapi.bootstrap.config;

import io.osapi.domain.worker.DeviceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys of a worker's edge side; that of what it publishes by itself is {@code agent.tasks}. */
record AgentKeys(
    Key<DeviceId> deviceId,
    Key<String> location,
    Key<String> subjectPrefix,
    Key<Path> scriptsDirectory,
    Key<List<String>> allowedServices,
    Key<List<Agent.AllowedCommand>> allowedCommands,
    Key<List<String>> allowedLogPaths,
    Key<Duration> timeout,
    Key<Integer> maxConcurrent) {

  static final String SECTION = "agent";

  /** An allow-list that people can still read. */
  private static final int MAX_ALLOWED = 256;

  static AgentKeys in(KeyTable table) {
    var commands = SECTION + ".commands";
    return new AgentKeys(
        table.optional(
            SECTION + ".device_id",
            AgentTypes.DEVICE_ID,
            "Name of this host in the subjects of its commands and telemetry; without, the worker's"
                + " host name, with `.` written `_d` and `_` written `_u`"),
        table.key(
            SECTION + ".location",
            AgentTypes.LOCATION,
            "",
            "Where the host stands, for people; told with its telemetry"),
        table.key(
            SECTION + ".subject_prefix",
            AgentTypes.SUBJECT_PREFIX,
            "agents",
            "Begins the subjects of commands and telemetry; the same at the broker and the API"),
        table.optional(
            commands + ".scripts_directory",
            Types.PATH,
            "Whose files that end with `.sh` may be run as scripts; without, none may"),
        table.key(
            commands + ".allowed_services",
            Types.list(AgentTypes.SERVICE, 0, MAX_ALLOWED),
            List.of(),
            "Units of systemd that may be started, stopped, restarted and asked about"),
        table.key(
            commands + ".allowed_commands",
            Types.list(AgentTypes.COMMAND, 0, MAX_ALLOWED),
            List.of(),
            "Commands that may be run, each exactly as it stands here; no shell reads them but those"
                + " that say so: `{command: df -h | tail -n 1, shell: true}`, or"
                + " `shell:` before them"),
        table.key(
            commands + ".allowed_log_paths",
            Types.list(AgentTypes.LOG_PATH, 0, MAX_ALLOWED),
            List.of(),
            "Files whose last lines may be read; `*`, `?` and `[]` match within one element of a path"),
        table.key(
            commands + ".timeout",
            Types.duration(Duration.ofSeconds(5), Duration.ofMinutes(5)),
            Duration.ofSeconds(30),
            "How long a command or script may run; then it is ended with all it started"),
        table.key(
            commands + ".max_concurrent",
            Types.whole(1, 64),
            4,
            "Most commands that run at once; one more is told that the host is busy"));
  }
}
