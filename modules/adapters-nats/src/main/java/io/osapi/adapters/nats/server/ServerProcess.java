package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.Exit;
import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A running nats-server and the guard that stops it when this process is gone.
 *
 * <p>The process that is started becomes nats-server itself (see {@code guard.sh}): its number, its
 * exit code and signals to it are the server's.
 */
final class ServerProcess {
  /** Exit codes of {@code guard.sh}, from sysexits.h; nats-server's own are 0 and 1. */
  static final int EXIT_NO_TOOL = 69;

  static final int EXIT_CANNOT_WRITE = 73;
  static final int EXIT_STORE_IN_USE = 75;

  /** For an orderly stop; then by force. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  /** For a server that a killed JVM has left behind, and that is on its way out. */
  private static final Duration LOCK_WAIT = Duration.ofSeconds(3);

  /** All else in our environment, secrets among it, is none of the server's business. */
  private static final Set<String> INHERITED = Set.of("PATH", "TZ", "GOMEMLIMIT", "GOMAXPROCS");

  private final Process process;
  private final ServerLog log;
  private final CompletableFuture<Exit> exit;
  private volatile boolean asked;

  private ServerProcess(Process process, ServerLog log) {
    this.process = process;
    this.log = log;
    this.exit = process.onExit().thenApply(ended -> new Exit(ended.exitValue(), asked));
  }

  static ServerProcess launch(ServerBinary binary, StoreDirectory store, Path staged) {
    // A session of its own: Ctrl-C and the end of a terminal session go to a whole process group,
    // and the server must outlast those who still use it.
    var command =
        new ProcessBuilder(
                "setsid",
                "/bin/sh",
                "-c",
                guard(),
                "osapi-nats-guard",
                store.path().toString(),
                staged.toString(),
                store.configuration().toString(),
                Long.toString(LOCK_WAIT.toSeconds()),
                Long.toString(STOP_GRACE.toSeconds()),
                binary.path().toString(),
                "-c",
                store.configuration().toString())
            .redirectErrorStream(true);
    command.environment().keySet().retainAll(INHERITED);
    try {
      var process = command.start();
      return new ServerProcess(process, ServerLog.follow(process.getInputStream()));
    } catch (IOException e) {
      throw new StartException(
          "nats-server is started by 'setsid' and '/bin/sh', and one of them cannot be run: "
              + e.getMessage()
              + ". Install util-linux (or busybox).",
          e);
    }
  }

  long pid() {
    return process.pid();
  }

  ServerLog log() {
    return log;
  }

  CompletableFuture<Exit> onExit() {
    return exit.copy();
  }

  void stop() {
    asked = true;
    process.destroy();
    try {
      if (!process.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Without its comments, which would fill the process list. */
  private static String guard() {
    try (var script = ServerProcess.class.getResourceAsStream("guard.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.strip().startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
