package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.nats.server.NatsServer.Settings;
import io.osapi.adapters.nats.server.NatsServer.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerConfigurationTest {
  @Test
  void says_what_was_chosen() {
    assertThat(lines(new Sync.Every(Duration.ofSeconds(2)), "/var/lib/osapi/nats"))
        .contains(
            "host: \"::\"",
            "port: 4223",
            "server_name: \"broker-1\"",
            "  store_dir: \"/var/lib/osapi/nats\"",
            "  max_file_store: 1000000",
            "  sync_interval: \"2000ms\"");
  }

  @Test
  void always_is_a_word() {
    assertThat(lines(new Sync.Always(), "/x")).contains("  sync_interval: \"always\"");
  }

  @Test
  void no_value_can_end_its_quotes() {
    assertThat(lines(new Sync.Always(), "/a\" } \\ $HOME\n# é"))
        .contains("  store_dir: \"/a\\\" } \\\\ $HOME\\x0a# é\"");
  }

  @Test
  void port_zero_is_any_free_port() {
    assertThat(ServerConfiguration.of(Settings.at(Path.of("/x")).withPort(0))).contains("port: -1");
  }

  private static List<String> lines(Sync sync, String store) {
    return ServerConfiguration.of(
            new Settings(
                Optional.empty(),
                "::",
                4223,
                Path.of(store),
                sync,
                1_000_000,
                "broker-1",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)))
        .lines()
        .toList();
  }
}
