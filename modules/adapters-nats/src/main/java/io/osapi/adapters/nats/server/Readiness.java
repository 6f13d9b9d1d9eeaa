package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.Exit;
import io.osapi.adapters.nats.server.NatsServer.Settings;
import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a started server serves, or says why it does not. */
final class Readiness {
  /** A server that is ready answers in a millisecond. */
  private static final int ANSWER_WITHIN_MILLIS = 5_000;

  /** Who asks whether it still does asks again before anything comes of it. */
  private static final int STILL_ANSWERS_WITHIN_MILLIS = 2_000;

  private static final byte[] GREETING = "INFO {".getBytes(StandardCharsets.US_ASCII);

  private Readiness() {}

  /** The port it serves on. */
  static int await(ServerProcess process, Settings settings) {
    try {
      CompletableFuture.anyOf(process.log().readyOnPort(), process.onExit())
          .get(settings.readyWithin().toMillis(), TimeUnit.MILLISECONDS);
      if (process.onExit().isDone()) {
        throw ended(process, settings);
      }
      int port = process.log().readyOnPort().join();
      requireGreeting(settings, port);
      return port;
    } catch (TimeoutException e) {
      throw new StartException(
          "nats-server was not ready within "
              + settings.readyWithin().toSeconds()
              + " s."
              + said(process.log().lastLines()),
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("The start was interrupted.", e);
    }
  }

  /** The host by which clients here reach a server that listens on {@code host}. */
  static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }

  /** The first bytes that a NATS server sends to whoever connects. */
  private static void requireGreeting(Settings settings, int port) {
    var host = reachable(settings.host());
    try {
      if (!Arrays.equals(firstBytes(settings, port, ANSWER_WITHIN_MILLIS), GREETING)) {
        throw new StartException("What listens on " + host + ":" + port + " is no NATS server.");
      }
    } catch (IOException e) {
      throw new StartException(
          "nats-server says it is ready, but does not answer on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Also one that has no room for another connection says so. */
  static boolean answers(Settings settings, int port) {
    try {
      return firstBytes(settings, port, STILL_ANSWERS_WITHIN_MILLIS).length > 0;
    } catch (IOException silent) {
      return false;
    }
  }

  private static byte[] firstBytes(Settings settings, int port, int withinMillis)
      throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(reachable(settings.host()), port), withinMillis);
      socket.setSoTimeout(withinMillis);
      return socket.getInputStream().readNBytes(GREETING.length);
    }
  }

  private static StartException ended(ServerProcess process, Settings settings) {
    process.awaitLog();
    var lines = process.log().lastLines();
    var exit = process.onExit().join();
    return new StartException(
        explanation(settings, exit, String.join("\n", lines))
                .orElse("nats-server ended with exit code " + exit.code() + " instead of starting.")
            + said(lines));
  }

  /** What is known of such an end, in words for the operator. */
  static Optional<String> explanation(Settings settings, Exit exit, String lines) {
    if (exit.code() == ServerProcess.EXIT_STORE_IN_USE) {
      return Optional.of(
          "The store directory is in use by another nats-server: "
              + settings.storeDir()
              + ". Stop that one (or let it finish stopping), or set nats.server.store_dir to another"
              + " directory.");
    } else if (exit.code() == ServerProcess.EXIT_NO_TOOL) {
      return Optional.of("The store directory cannot be locked: 'flock' of util-linux is needed.");
    } else if (lines.contains("address already in use")) {
      return Optional.of(
          "Port "
              + settings.port()
              + " is in use. Stop what listens there, or set nats.server.port to another port.");
    } else if (lines.contains("cannot assign requested address")
        || lines.contains("no such host")) {
      return Optional.of(
          "This machine has no address '"
              + settings.host()
              + "'. Set nats.server.host to one that it has.");
    } else if (lines.contains("Error listening on port") && lines.contains("permission denied")) {
      return Optional.of(
          "This user may not listen on port "
              + settings.port()
              + ". Set nats.server.port to one above 1023.");
    } else if (lines.contains("Can't start JetStream")) {
      return Optional.of(
          "JetStream cannot work in "
              + settings.storeDir()
              + ". Its reason is below; nats.server.store_dir sets another directory.");
    }
    return Optional.empty();
  }

  private static String said(List<String> lines) {
    return lines.isEmpty()
        ? " It logged nothing."
        : " It logged at last:\n  " + String.join("\n  ", lines);
  }
}
