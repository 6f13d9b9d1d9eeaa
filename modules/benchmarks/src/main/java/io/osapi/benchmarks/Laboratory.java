package io.osapi.benchmarks;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.domain.worker.Labels;
import io.osapi.emulator.EmulatedFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** A nats-server of its own with an empty store in a temporary directory, and what talks to it. */
final class Laboratory implements AutoCloseable {
  /** As the product's workers do. */
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(10);

  private static final int ANY_FREE_PORT = 0;

  final Path directory;
  private final NatsServer server;
  private final List<AutoCloseable> opened = new ArrayList<>();

  private Laboratory(Path directory, NatsServer server) {
    this.directory = directory;
    this.server = server;
  }

  static Laboratory open() throws IOException {
    var directory = Files.createTempDirectory("osapi-bench");
    var store = directory.resolve("nats");
    return new Laboratory(
        directory, NatsServer.start(NatsServer.Settings.at(store).withPort(ANY_FREE_PORT)));
  }

  String url() {
    return server.url();
  }

  int port() {
    return server.port();
  }

  /** The nats-server: our only child that is named so. */
  Footprint.Process natsServer() {
    return ProcessHandle.current()
        .descendants()
        .map(Footprint.Process::new)
        .filter(process -> process.name().equals("nats-server"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nats-server has gone"));
  }

  Connection rawConnection() throws IOException, InterruptedException {
    return opened(Nats.connect(url()));
  }

  ApiSide apiSide() throws TimeoutException {
    return opened(ApiSide.open(url()));
  }

  /** Emulated workers, named {@code emu-} and a number, that answer at once. */
  EmulatedFleet workers(int count, int connections) {
    return opened(
        EmulatedFleet.start(
            new EmulatedFleet.Settings(
                new io.osapi.adapters.nats.Nats.Endpoint(
                    List.of(url()), "bench-workers", Optional.empty()),
                Defaults.LAYOUT,
                count,
                Math.min(count, connections),
                "emu-",
                Labels.NONE,
                10,
                HEARTBEAT_INTERVAL,
                Map.of(),
                EmulatedFleet.Behaviour.AT_ONCE)));
  }

  <T extends AutoCloseable> T opened(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  /** A part that cannot be closed does not leave a nats-server behind for the next scenario. */
  @Override
  public void close() throws IOException {
    try {
      opened.reversed().forEach(Laboratory::end);
    } finally {
      server.close();
      deleteDirectory();
    }
  }

  private void deleteDirectory() throws IOException {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Laboratory::delete);
    }
  }

  private static void end(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception failed) {
      throw new IllegalStateException("cannot close " + opened, failed);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
