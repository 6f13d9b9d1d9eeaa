package io.osapi.adapters.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.NatsServer.Settings;
import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every refusal names what was found and what to do, and leaves nothing behind. */
class NatsServerStartTest {
  private static final String NEW_ENOUGH = "nats-server: v2.12.0";

  @TempDir private Path directory;
  private Path store;

  @BeforeEach
  void choose_store() {
    store = directory.resolve("store");
  }

  @AfterEach
  void nothing_is_left() throws Exception {
    await().atMost(Duration.ofSeconds(5)).until(() -> Leftovers.of(store).isEmpty());
    if (Files.isDirectory(store)) {
      try (var files = Files.list(store)) {
        assertThat(files.filter(file -> file.toString().endsWith(".new"))).isEmpty();
      }
    }
  }

  @Test
  void a_version_that_is_too_old() throws Exception {
    var old = FakeServer.create(directory, "nats-server: v2.9.10", "exit 1");
    refused(running(old))
        .withMessageContaining("2.9.10 is too old")
        .withMessageContaining(old.toString())
        .withMessageContaining("2.12.0")
        .withMessageContaining("nats.server.binary");
    assertThat(store).doesNotExist();
  }

  @Test
  void a_port_in_use() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused(TestNats.settings(store).withPort(taken.getLocalPort()))
          .withMessageContaining("Port " + taken.getLocalPort() + " is in use")
          .withMessageContaining("nats.server.port");
    }
  }

  @Test
  void an_address_that_is_not_ours() {
    // From the range for documentation (RFC 5737): nobody has it.
    refused(on("192.0.2.1"))
        .withMessageContaining("no address '192.0.2.1'")
        .withMessageContaining("nats.server.host");
  }

  @Test
  void a_file_where_the_store_should_be() throws Exception {
    Files.createFile(store);
    refused(TestNats.settings(store))
        .withMessageContaining(store + " (it is not a directory)")
        .withMessageContaining("nats.server.store_dir");
  }

  @Test
  void a_store_where_nobody_may_write() {
    // Refuses root as well.
    refused(TestNats.settings(Path.of("/proc/osapi")))
        .withMessageContaining("The store directory cannot be used: /proc/osapi (")
        .withMessageContaining("nats.server.store_dir");
  }

  @Test
  void a_store_that_jetstream_cannot_use() throws Exception {
    Files.createDirectory(store);
    Files.createFile(store.resolve("jetstream"));
    refused(TestNats.settings(store))
        .withMessageContaining("JetStream cannot work in " + store)
        .withMessageContaining("storage directory is not a directory");
  }

  @Test
  void a_store_that_another_server_uses() {
    try (var first = NatsServer.start(TestNats.settings(store))) {
      refused(TestNats.settings(store))
          .withMessageContaining("in use by another nats-server: " + store)
          .withMessageContaining("nats.server.store_dir");
      assertThat(first.onExit().toCompletableFuture()).isNotDone();
      assertThat(Leftovers.of(store)).hasSize(2);
    }
  }

  @Test
  void a_server_that_is_not_ready_in_time() throws Exception {
    refused(running(FakeServer.create(directory, NEW_ENOUGH, "echo reading back; exec sleep 600")))
        .withMessageContaining("not ready within 1 s")
        .withMessageContaining("reading back");
  }

  @Test
  void a_server_that_ends_with_its_own_words() throws Exception {
    refused(running(FakeServer.create(directory, NEW_ENOUGH, "echo 'out of luck'; exit 3")))
        .withMessageContaining("exit code 3")
        .withMessageContaining("out of luck");
  }

  private static ThrowableAssertAlternative<StartException> refused(Settings settings) {
    return assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> NatsServer.start(settings).close());
  }

  private Settings running(Path binary) {
    return settings(Optional.of(binary), Settings.DEFAULT_HOST);
  }

  private Settings on(String host) {
    return settings(Optional.empty(), host);
  }

  private Settings settings(Optional<Path> binary, String host) {
    return new Settings(
        binary,
        host,
        0,
        store,
        Settings.DEFAULT_SYNC,
        Settings.DEFAULT_MAX_STORE_BYTES,
        Settings.DEFAULT_SERVER_NAME,
        Duration.ofSeconds(1),
        Settings.DEFAULT_STOP_WITHIN);
  }
}
