package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.nats.access.Access;
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

  @Test
  void who_may_connect_is_told_by_public_keys_alone() {
    var access =
        new Access(
            List.of(
                new Access.Account(
                    "OSAPI",
                    true,
                    new Access.User(
                        "UAPI",
                        List.of("jobs.>"),
                        List.of("_INBOX.api.>"),
                        new Access.Replies.Any()),
                    List.of(
                        new Access.Export.AnsweredOnce("$KV.workers.*"),
                        new Access.Export.AnsweredOften("$JS.API.CONSUMER.MSG.NEXT.JOBS.*"),
                        new Access.Export.Heard("cancelled.*")),
                    List.of(new Access.Import.Service("worker-w1", "agents.w1.cmd.*"))),
                new Access.Account(
                    "worker-w1",
                    false,
                    new Access.User(
                        "UW1",
                        List.of("$KV.workers.w1"),
                        List.of("_INBOX.w1.>"),
                        new Access.Replies.Once(Duration.ofMinutes(6))),
                    List.of(
                        new Access.Export.AnsweredWithin("agents.w1.cmd.*", Duration.ofMinutes(6))),
                    List.of(
                        new Access.Import.Service("OSAPI", "$KV.workers.w1"),
                        new Access.Import.Stream("OSAPI", "cancelled.*")))));

    assertThat(ServerConfiguration.of(Settings.at(Path.of("/x")).withAccess(access)))
        .contains(
            """
            accounts {
              "OSAPI" {
                jetstream: enabled
            """,
            "{nkey: UAPI, permissions: {",
            "{service: \"$KV.workers.*\"}",
            "{service: \"$JS.API.CONSUMER.MSG.NEXT.JOBS.*\", response_type: stream}",
            "{service: {account: \"worker-w1\", subject: \"agents.w1.cmd.*\"}}",
            "\"worker-w1\" {",
            "allow_responses: {max: 1, expires: \"360s\"}",
            "{service: \"agents.w1.cmd.*\", threshold: \"360s\"}",
            "{service: {account: \"OSAPI\", subject: \"$KV.workers.w1\"}}",
            "{stream: {account: \"OSAPI\", subject: \"cancelled.*\"}}");
  }

  @Test
  void tls_names_its_files_and_asks_clients_for_theirs_where_it_is_told_to() {
    var settings = Settings.at(Path.of("/x"));
    var own = new NatsServer.Tls(Path.of("/c"), Path.of("/k"), Optional.empty());
    var both = new NatsServer.Tls(Path.of("/c"), Path.of("/k"), Optional.of(Path.of("/ca")));

    assertThat(ServerConfiguration.of(settings)).doesNotContain("tls {");
    assertThat(ServerConfiguration.of(settings.withTls(own)))
        .contains("tls {\n  cert_file: \"/c\"\n  key_file: \"/k\"\n}\n");
    assertThat(ServerConfiguration.of(settings.withTls(both)))
        .contains("  ca_file: \"/ca\"\n  verify: true\n}\n");
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
