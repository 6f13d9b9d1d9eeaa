package io.osapi.adapters.nats.server;

import static io.osapi.adapters.nats.server.TestNats.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import io.osapi.adapters.nats.server.NatsServer.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsServerTest {
  @TempDir private Path directory;

  @Test
  void a_started_server_serves_jetstream() throws Exception {
    try (var server = NatsServer.start(settings(directory))) {
      var connection = Nats.connect(server.url());
      assertThat(connection.getServerInfo().isJetStreamAvailable()).isTrue();
      assertThat(connection.getServerInfo().getServerName()).isEqualTo("osapi");
      connection.close();
    }
  }

  @Test
  void a_closed_server_leaves_its_store_and_nothing_else() throws Exception {
    var server = NatsServer.start(settings(directory));

    server.close();

    assertThat(exit(server)).isEqualTo(new Exit(0, true));
    await().atMost(Duration.ofSeconds(2)).until(() -> Leftovers.of(directory).isEmpty());
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("jetstream", "nats-server.conf", "nats-server.lock");
    }
  }

  @Test
  void closing_twice_is_closing_once() throws Exception {
    var server = NatsServer.start(settings(directory));
    server.close();
    server.close();
    assertThat(exit(server)).isEqualTo(new Exit(0, true));
  }

  @Test
  void a_server_that_does_not_stop_is_killed() throws Exception {
    var server =
        NatsServer.start(settings(directory, Duration.ofSeconds(60), Duration.ofSeconds(1)));
    signal("STOP", server.pid());

    server.close();

    assertThat(exit(server)).isEqualTo(new Exit(137, true));
  }

  @Test
  void a_server_killed_by_others_is_reported() throws Exception {
    try (var server = NatsServer.start(settings(directory))) {
      signal("KILL", server.pid());
      assertThat(exit(server)).isEqualTo(new Exit(137, false));
      await().atMost(Duration.ofSeconds(2)).until(() -> Leftovers.of(directory).isEmpty());
    }
  }

  @Test
  void a_stored_message_survives_a_restart() throws Exception {
    try (var server = NatsServer.start(settings(directory))) {
      store("kept", server);
    }
    try (var server = NatsServer.start(settings(directory))) {
      assertThat(stored(server)).isEqualTo("kept");
    }
  }

  @Test
  void a_stored_message_survives_a_killed_server() throws Exception {
    try (var server = NatsServer.start(settings(directory))) {
      store("kept", server);
      signal("KILL", server.pid());
      exit(server);
    }
    try (var server = NatsServer.start(settings(directory))) {
      assertThat(stored(server)).isEqualTo("kept");
    }
  }

  @Test
  void any_directory_name_will_do() throws Exception {
    var store = directory.resolve("it's a \"store\" $HOME # {é} \\x41\t-");
    try (var server = NatsServer.start(settings(store))) {
      store("kept", server);
      assertThat(store.resolve("jetstream/$G/streams/TEST")).isDirectory();
    }
  }

  @Test
  void store_and_configuration_are_for_their_owner_only() throws Exception {
    var store = directory.resolve("a/b");
    NatsServer.start(settings(store)).close();

    assertThat(mode(store)).isEqualTo("rwx------");
    assertThat(mode(store.resolve("nats-server.conf"))).isEqualTo("rw-------");
    assertThat(mode(store.resolve("nats-server.lock"))).isEqualTo("rw-------");
  }

  @Test
  void the_server_does_not_get_our_environment() throws Exception {
    try (var server = NatsServer.start(settings(directory))) {
      var environment =
          Files.readString(
              Path.of("/proc/" + server.pid() + "/environ"), StandardCharsets.ISO_8859_1);
      assertThat(Arrays.stream(environment.split("\0")).map(entry -> entry.split("=")[0]))
          .contains("PATH")
          // The shell that becomes the server sets the last two.
          .isSubsetOf("PATH", "TZ", "GOMEMLIMIT", "GOMAXPROCS", "PWD", "OLDPWD");
    }
  }

  @Test
  void the_given_port_is_the_one() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var server = NatsServer.start(settings(directory).withPort(free))) {
      assertThat(server.port()).isEqualTo(free);
      assertThat(server.url()).isEqualTo("nats://127.0.0.1:" + free);
    }
  }

  private static Exit exit(NatsServer server) throws Exception {
    return server.onExit().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " -- " + pid).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void store(String text, NatsServer server) throws Exception {
    withConnection(
        server,
        connection -> {
          connection
              .jetStreamManagement()
              .addStream(StreamConfiguration.builder().name("TEST").subjects("test").build());
          connection.jetStream().publish("test", text.getBytes(StandardCharsets.UTF_8));
          return text;
        });
  }

  private static String stored(NatsServer server) throws Exception {
    return withConnection(
        server,
        connection ->
            new String(
                connection.jetStreamManagement().getMessage("TEST", 1).getData(),
                StandardCharsets.UTF_8));
  }

  private static String withConnection(NatsServer server, Use use) throws Exception {
    var connection = Nats.connect(server.url());
    try {
      return use.of(connection);
    } finally {
      connection.close();
    }
  }

  private interface Use {
    String of(Connection connection) throws Exception;
  }
}
