package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The one nats-server that all tests of a JVM share: started at first use, on a free port, in a
 * directory of its own; gone with the JVM. Tests keep apart by the names of their streams.
 *
 * <p>It is the binary that {@code ./dev test} provides, or a container, where {@code ./dev test
 * --containers} names an image by the system property {@value #IMAGE}.
 */
public final class TestNats {

  private static final String IMAGE = "osapi.test.nats.image";

  private static final int PORT = 4222;

  private TestNats() {}

  public static String url() {
    return Shared.URL;
  }

  private static final class Shared {
    private static final String URL =
        Optional.ofNullable(System.getProperty(IMAGE))
            .map(Shared::startContainer)
            .orElseGet(Shared::startProcess);

    private static String startProcess() {
      try {
        var directory = Files.createTempDirectory("osapi-test-nats");
        var server = NatsServer.start(settings(directory));
        atTheEnd(() -> {
          server.close();
          delete(directory);
        });
        return server.url();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NatsServer.StartException e) {
        throw new AssertionError("Tests need a nats-server; './dev test' provides it.", e);
      }
    }

    @SuppressWarnings("resource") // closed with the JVM
    private static String startContainer(String image) {
      var container =
          new GenericContainer<>(DockerImageName.parse(image))
              .withCommand("--jetstream", "--store_dir", "/data")
              .withExposedPorts(PORT)
              .waitingFor(Wait.forLogMessage(".*Server is ready.*", 1));
      container.start();
      atTheEnd(container::close);
      return "nats://%s:%d".formatted(container.getHost(), container.getMappedPort(PORT));
    }

    private static void atTheEnd(Runnable action) {
      Runtime.getRuntime().addShutdownHook(new Thread(action));
    }
  }

  /** A server of a test's own, on a free port. */
  static Settings settings(Path store) {
    return Settings.at(store).withPort(0);
  }

  /** The same, with other times. */
  static Settings settings(Path store, Duration readyWithin, Duration stopWithin) {
    var defaults = settings(store);
    return new Settings(
        defaults.binary(),
        defaults.host(),
        defaults.port(),
        defaults.storeDir(),
        defaults.sync(),
        defaults.maxStoreBytes(),
        defaults.serverName(),
        readyWithin,
        stopWithin);
  }

  private static void delete(Path directory) {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
