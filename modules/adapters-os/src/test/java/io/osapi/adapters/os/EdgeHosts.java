package io.osapi.adapters.os;

import io.osapi.adapters.os.HostOperations.AllowedCommand;
import io.osapi.adapters.os.HostOperations.Edge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edge workers' configurations and scripts, for tests. */
final class EdgeHosts {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private EdgeHosts() {}

  static Edge allowingNothing() {
    return new Edge(
        Optional.empty(), List.of(), List.of(), List.of(), TIMEOUT, 4, environment("/bin"));
  }

  static Edge allowing(
      Path scripts, List<AllowedCommand> commands, List<String> logs, Duration timeout) {
    return new Edge(
        Optional.of(scripts),
        List.of("nginx"),
        commands,
        logs,
        timeout,
        4,
        environment(scripts + ":/usr/sbin:/usr/bin:/sbin:/bin"));
  }

  static Map<String, String> environment(String path) {
    return Edge.reduced(Map.of("PATH", path, "HOME", "/tmp", "SECRET", "not told"));
  }

  static Path script(Path directory, String name, String body) throws Exception {
    var script = directory.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
