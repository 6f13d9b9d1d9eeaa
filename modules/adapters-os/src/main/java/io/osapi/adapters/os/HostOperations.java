package io.osapi.adapters.os;

import io.osapi.application.port.HostCommands;
import io.osapi.application.port.HostFacts;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.TelemetrySource;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.AgentOperations;
import io.osapi.domain.operation.InventoryOperations;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.OperationName;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.worker.Labels;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs operations on this host, each handler on a virtual thread of its own.
 *
 * <p>{@link #run} returns at the latest {@link #STOP_GRACE} after its timeout, whatever the handler
 * does. An interrupt of the calling thread stops the handler too; the answer is then a failed one
 * with code {@code interrupted}, and the interrupt stays set. Safe for use by many threads.
 */
public final class HostOperations implements OperationRunner {
  /** How long a stopped handler has to kill its children and put files back. */
  static final Duration STOP_GRACE = Duration.ofSeconds(3);

  /**
   * Handlers that went on after their interrupt. Each holds memory and perhaps a child process, so
   * beyond this many the host takes no more work until some have ended.
   */
  static final int MAX_ABANDONED = 16;

  private static final Logger LOG = System.getLogger(HostOperations.class.getName());
  private static final Fault INTERRUPTED =
      new Fault("interrupted", "it was stopped before its end; what it had done is not known");
  private static final Fault STOPPED =
      new Fault("cancelled", "the operation was stopped because its job was cancelled");

  /** As Go and systemd have it, which most expect. */
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Handlers handlers;
  private final Duration stopGrace;
  private final Tracing tracing;
  private final AtomicInteger abandoned = new AtomicInteger();

  /**
   * All operations but those of edge workers, on the host that this process runs on.
   *
   * @param labels the worker's own, for the operations that tell them
   * @param tracing child processes are told what they run for
   * @param version of osapi
   */
  public HostOperations(Labels labels, Tracing tracing, String version) {
    this(standard(labels, Path.of("/"), tracing, version), STOP_GRACE, tracing);
  }

  /**
   * What an edge worker's configuration allows, whoever asks; empty lists refuse everything.
   *
   * @param scriptsDirectory empty: no script runs
   * @param allowedServices units of systemd
   * @param allowedLogPaths absolute, with {@code *}, {@code ?} and {@code []} within one element
   * @param timeout of a command
   * @param maxConcurrent commands at once
   */
  public record Edge(
      Optional<Path> scriptsDirectory,
      List<String> allowedServices,
      List<AllowedCommand> allowedCommands,
      List<String> allowedLogPaths,
      Duration timeout,
      int maxConcurrent,
      Map<String, String> environment) {

    /** PATH, LANG and HOME of a process, which are all that commands are told of it. */
    public static Map<String, String> reduced(Map<String, String> environment) {
      return Map.of(
          "PATH", environment.getOrDefault("PATH", USUAL_PATH),
          "LANG", environment.getOrDefault("LANG", "C.UTF-8"),
          "HOME", environment.getOrDefault("HOME", "/"));
    }
  }

  /**
   * @param line program and arguments with one blank between them; for a shell, any text
   */
  public record AllowedCommand(String line, boolean shell) {}

  /** Tells how the edge side of this worker is. */
  @FunctionalInterface
  public interface HealthSource {
    AgentOperations.Health health();
  }

  /** The side of an edge worker that touches the host. */
  public record EdgeHost(HostOperations operations, HostCommands commands, HostFacts facts) {}

  /**
   * All operations, those of edge workers among them.
   *
   * @param version of osapi
   */
  public static EdgeHost edge(
      Labels labels, Tracing tracing, String version, Edge edge, HealthSource health) {
    var files = new HostFiles(Path.of("/"));
    var provider = EdgeProvider.of(edge, tracing);
    var handlers = standard(labels, Path.of("/"), tracing, version);
    provider.register(handlers, health);
    return new EdgeHost(
        new HostOperations(handlers, STOP_GRACE, tracing),
        provider,
        new WorkerFacts(files, InventoryReader.of(files, version), version));
  }

  HostOperations(Handlers handlers, Duration stopGrace) {
    this(handlers, stopGrace, Tracing.NONE);
  }

  HostOperations(Handlers handlers, Duration stopGrace, Tracing tracing) {
    this.handlers = handlers;
    this.stopGrace = stopGrace;
    this.tracing = tracing;
  }

  /**
   * What this host tells of itself at intervals.
   *
   * @param exporter the node_exporter that the figures of the system come from; our own reading
   *     where there is none
   * @param services units whose states are told
   * @param version of osapi
   */
  public static TelemetrySource telemetry(
      Optional<URI> exporter, List<String> services, String version) {
    var files = new HostFiles(Path.of("/"));
    var disks = new DiskReader(DiskReader::statvfs, DiskReader.PATIENCE);
    return new HostTelemetry(
        exporter
            .<SampleSource>map(ExporterSource::new)
            .orElseGet(() -> new ProcSource(files, disks)),
        new UnitStates(new Commands(Commands.SYSTEM_DIRECTORIES, Tracing.NONE))::of,
        services,
        InventoryReader.of(files, version));
  }

  /**
   * What every worker does: a new family adds its line here, one of edge workers in {@link
   * EdgeProvider}.
   *
   * @param root where {@code /proc} and {@code /etc} are looked for
   */
  static Handlers standard(Labels labels, Path root, Tracing tracing, String version) {
    var files = new HostFiles(root);
    var handlers = new Handlers();
    SystemProvider.of(files, labels).register(handlers);
    NetworkProvider.of(files, tracing).register(handlers);
    handlers.on(InventoryOperations.GET, _ -> InventoryReader.of(files, version).read());
    return handlers;
  }

  @Override
  public List<OperationName> capabilities() {
    return handlers.names();
  }

  @Override
  public Execution run(
      Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
    long begun = System.nanoTime();
    var answer = answer(invocation, timeout, stop, progress);
    return new Execution(answer, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** To be told to stop is to be interrupted, but this thread goes on to store the answer. */
  private Answer answer(
      Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
    var toldToStop = new AtomicBoolean();
    var waiting = Thread.currentThread();
    Answer answer;
    try (var _ =
        stop.whenStopped(() -> {
          toldToStop.set(true);
          waiting.interrupt();
        })) {
      answer = answer(invocation, timeout, progress);
    }
    boolean stopped = toldToStop.get() && Thread.interrupted();
    return stopped && answer.equals(new Answer.Failed(INTERRUPTED))
        ? new Answer.Failed(STOPPED)
        : answer;
  }

  private Answer answer(Invocation<?, ?> invocation, Duration timeout, Progress progress) {
    var name = invocation.operation().name();
    var handler = handlers.find(name);
    if (handler.isEmpty()) {
      return new Answer.Skipped("this worker has no handler for " + name);
    } else if (abandoned.get() >= MAX_ABANDONED) {
      return new Answer.Failed(
          new Fault(
              "worker-exhausted",
              MAX_ABANDONED + " operations hang that could not be stopped; restart the worker"));
    }
    var attempt =
        Attempt.start(
            "osapi " + name, tracing.here(() -> call(handler.get(), invocation.input(), progress)));
    try {
      var answer = attempt.await(timeout);
      return answer.isPresent() ? answer.get() : timedOut(stop(name, attempt), timeout);
    } catch (InterruptedException stopped) {
      var answer = interrupted(name, attempt);
      Thread.currentThread().interrupt();
      return answer;
    }
  }

  private static Answer call(Handlers.Bound<?, ?> handler, Record input, Progress progress) {
    try {
      return handler.run(input, progress);
    } catch (NotSupported lacking) {
      return new Answer.Skipped(lacking.getMessage());
    } catch (OperationFailure failure) {
      return new Answer.Failed(failure.fault());
    } catch (ProblemException problem) {
      return new Answer.Failed(new Fault(problem.problem().code(), problem.getMessage()));
    } catch (InterruptedException | ClosedByInterruptException stopped) {
      return new Answer.Failed(INTERRUPTED);
    } catch (IOException failure) {
      return new Answer.Failed(HostFiles.fault(failure));
    } catch (Throwable bug) {
      // Errors too: a handler with a class missing has failed like any other, and its caller must
      // not wait for the timeout to learn it.
      LOG.log(Level.ERROR, () -> handler.operation() + " failed unexpectedly", bug);
      return new Answer.Failed(
          new Fault("internal", "something failed on our side; the worker's log has the details"));
    }
  }

  /** A handler that came to its end after all tells the truth; one that was cut short timed out. */
  private static Answer timedOut(Optional<Answer> late, Duration timeout) {
    var message = "stopped after its timeout of " + Durations.text(timeout);
    return switch (late.orElse(new Answer.Failed(INTERRUPTED))) {
      case Answer.Completed completed -> completed;
      case Answer.Skipped skipped -> skipped;
      case Answer.TimedOut timedOut -> timedOut;
      case Answer.Failed(var fault) ->
          new Answer.TimedOut(
              new Fault(
                  "timed-out",
                  fault.equals(INTERRUPTED) ? message : message + "; " + fault.message()));
    };
  }

  private Answer interrupted(OperationName name, Attempt attempt) {
    try {
      return stop(name, attempt).orElse(new Answer.Failed(INTERRUPTED));
    } catch (InterruptedException again) {
      // Whoever interrupts twice does not want to wait for the grace.
      return new Answer.Failed(INTERRUPTED);
    }
  }

  private Optional<Answer> stop(OperationName name, Attempt attempt) throws InterruptedException {
    attempt.interrupt();
    Optional<Answer> answer = Optional.empty();
    try {
      answer = attempt.await(stopGrace);
    } finally {
      if (answer.isEmpty()) {
        abandon(name, attempt);
      }
    }
    return answer;
  }

  private void abandon(OperationName name, Attempt attempt) {
    int hanging = abandoned.incrementAndGet();
    attempt.whenEnded(abandoned::decrementAndGet);
    LOG.log(Level.WARNING, () -> name + " goes on after its interrupt; " + hanging + " do so now");
  }
}
