package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/**
 * The one nats-server that all tests of a JVM share: started at first use, on a free port, in a
 * directory of its own; gone with the JVM. Tests keep apart by the names of their streams.
 */
public final class TestNats {

  private TestNats() {}

  public static String url() {
    return Shared.SERVER.url();
  }

  private static final class Shared {
    private static final NatsServer SERVER = start();

    private static NatsServer start() {
      try {
        var directory = Files.createTempDirectory("osapi-test-nats");
        var server = NatsServer.start(settings(directory));
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  server.close();
                  delete(directory);
                }));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NatsServer.StartException e) {
        throw new AssertionError("Tests need a nats-server; './dev test' provides it.", e);
      }
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
