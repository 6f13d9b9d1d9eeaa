package io.osapi.adapters.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.memory.MemoryRunner;
import io.osapi.domain.access.Role;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.NetworkOperations;
import io.osapi.domain.operation.SystemOperations;
import io.osapi.domain.telemetry.TelemetryType;
import io.osapi.domain.worker.DeviceId;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the guide, as they stand there, against a server in memory. */
class ApiGuideTest {
  private static final Path GUIDE = Path.of("../../docs/api.md");
  private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");

  /** An answer that is an error ends the script, as a reader would notice. */
  private static final String PRELUDE =
      """
      set -euo pipefail
      curl() { command curl --silent --show-error --fail-with-body --max-time 20 "$@"; }
      """;

  @Test
  void every_command_works(@TempDir Path directory) throws Exception {
    var commands = commands();
    var script = directory.resolve("guide.sh");
    var output = directory.resolve("output").toFile();
    Files.writeString(script, PRELUDE + commands);
    try (var api = new RunningApi(Catalogue.standard(), Patience.USUAL)) {
      api.system.startWorker("web-01", new Labels(Map.of("group", "web.dev")), host());
      api.system
          .telemetry
          .outlet(DeviceId.of(new HostName("web-01")))
          .publish(TelemetryType.SYSTEM, Map.of("cpu_percent", 1.5));
      var bash = new ProcessBuilder("bash", script.toString());
      bash.environment().put("API", "http://127.0.0.1:" + api.server.port());
      bash.environment().put("TOKEN", api.token(Role.WRITE));
      var running = bash.redirectErrorStream(true).redirectOutput(output).start();

      assertThat(running.waitFor(60, SECONDS)).isTrue();
      assertThat(running.exitValue()).as(Files.readString(output.toPath())).isZero();
    }
    assertThat(commands.split("\\bcurl ")).hasSizeGreaterThan(10);
    assertThat(output).content().contains("\"status\":\"completed\"").doesNotContain("\"failed\"}");
  }

  private static String commands() throws IOException {
    return COMMANDS
        .matcher(Files.readString(GUIDE))
        .results()
        .map(block -> block.group(1))
        .collect(Collectors.joining());
  }

  private static MemoryRunner host() {
    var before = new NetworkOperations.DnsSettings(List.of(), List.of());
    var after = new NetworkOperations.DnsSettings(List.of("192.0.2.53"), List.of("example.org"));
    return new MemoryRunner()
        .on(
            SystemOperations.HOSTNAME_GET,
            _ -> new SystemOperations.Hostname("web-01", "web-01.example.org", Map.of()))
        .on(SystemOperations.MEMORY_GET, _ -> new SystemOperations.Memory(8, 4, 4, 2, 2, 0, 0))
        .on(
            SystemOperations.UPTIME_GET,
            _ -> new SystemOperations.Uptime(61, "1 minute", Instant.EPOCH))
        .on(
            NetworkOperations.DNS_GET,
            query ->
                new NetworkOperations.Dns(
                    query.interfaceName(), List.of("192.0.2.53"), List.of(), "resolv.conf"))
        .on(
            NetworkOperations.DNS_UPDATE,
            update ->
                new NetworkOperations.DnsChange(
                    update.interfaceName(), true, before, after, "resolv.conf"))
        .on(
            NetworkOperations.PING_DO,
            _ ->
                new NetworkOperations.Ping(
                    2, 2, 0, Optional.of(0.1), Optional.of(0.2), Optional.of(0.3)));
  }
}
