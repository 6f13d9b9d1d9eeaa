package io.osapi.adapters.nats.server;

import io.osapi.adapters.nats.server.NatsServer.Exit;
import io.osapi.adapters.nats.server.NatsServer.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A running nats-server and the guard that stops it when this process is gone.
 *
 * <p>The process that is started becomes nats-server itself (see {@code guard.sh}): its number, its
 * exit code and signals to it are the server's.
 */
final class ServerProcess {
  /** Exit codes of {@code guard.sh}, from sysexits.h. */
  static final int EXIT_NO_TOOL = 69;

  static final int EXIT_STORE_IN_USE = 75;

  /** For a server that a killed JVM has left behind, and that is on its way out. */
  private static final Duration LOCK_WITHIN = Duration.ofSeconds(3);

  /** For the accounts of 10,000 workers. */
  private static final Duration RELOAD_WITHIN = Duration.ofSeconds(30);

  /** Its last lines are in the pipe when it has ended. */
  private static final Duration LOG_ENDS_WITHIN = Duration.ofSeconds(2);

  /** All else in our environment, secrets among it, is none of the server's business. */
  private static final Set<String> INHERITED = Set.of("PATH", "TZ", "GOMEMLIMIT", "GOMAXPROCS");

  private static final Logger LOGGER = System.getLogger(NatsServer.LOGGER);

  private final Process process;
  private final ServerLog log;
  private final CompletableFuture<Exit> exit;
  private final Duration stopWithin;
  private volatile boolean asked;

  private ServerProcess(Process process, ServerLog log, Duration stopWithin) {
    this.process = process;
    this.log = log;
    this.stopWithin = stopWithin;
    this.exit = process.onExit().thenApply(ended -> new Exit(ended.exitValue(), asked));
  }

  static ServerProcess launch(
      ServerBinary binary, StoreDirectory store, Path staged, Duration stopWithin) {
    // A session of its own: Ctrl-C and the end of a terminal session go to a whole process group,
    // and the server must outlast those who still use it.
    var command =
        new ProcessBuilder(
                "setsid",
                "/bin/sh",
                "-c",
                guard(),
                "osapi-nats-guard",
                store.lock().toString(),
                staged.toString(),
                store.configuration().toString(),
                Long.toString(LOCK_WITHIN.toSeconds()),
                Long.toString(stopWithin.toSeconds()),
                binary.path().toString(),
                "-c",
                store.configuration().toString())
            .redirectErrorStream(true);
    withoutSecrets(command);
    try {
      var process = command.start();
      var log =
          ServerLog.follow(process.getInputStream(), line -> LOGGER.log(line.level(), line.text()));
      return new ServerProcess(process, log, stopWithin);
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

  /**
   * Has it read its configuration again; returns when it says that it has.
   *
   * @throws IllegalStateException if it says that it cannot, or nothing in time
   */
  void reload() {
    var word = log.awaitReload();
    try {
      int code =
          new ProcessBuilder("/bin/sh", "-c", "kill -HUP " + process.pid())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("nats-server cannot be told to read its configuration");
      }
      var fault = word.get(RELOAD_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      if (!fault.isEmpty()) {
        throw new IllegalStateException("nats-server refuses its configuration: " + fault);
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("nats-server did not read its configuration again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Returns when it has ended. */
  void stop() {
    asked = true;
    // Not through Process, which would also close the pipes: its last lines would be lost.
    var handle = process.toHandle();
    handle.destroy();
    try {
      if (!process.waitFor(stopWithin.toMillis(), TimeUnit.MILLISECONDS)) {
        handle.destroyForcibly();
        process.waitFor();
      }
      awaitLog();
    } catch (InterruptedException e) {
      handle.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** After its end: returns when its last lines have been handed on. */
  void awaitLog() {
    log.ended().completeOnTimeout(null, LOG_ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  static void withoutSecrets(ProcessBuilder command) {
    command.environment().keySet().retainAll(INHERITED);
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
