package io.osapi.bootstrap.telemetry;

import io.osapi.adapters.cli.Cli;
import io.osapi.application.port.Tracing;
import io.osapi.bootstrap.config.Telemetry;
import io.osapi.bootstrap.logging.LogContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The traces of this process. Where they are not recorded, ids are still made and handed on, and
 * nothing of OpenTelemetry is loaded.
 */
public final class Traces implements Tracing, AutoCloseable {
  /** What was recorded is sent within that time when the process ends, or dropped. */
  static final Duration FLUSH_TIME = Duration.ofSeconds(2);

  private static final ScopedValue<Position> CURRENT = ScopedValue.newInstance();

  private final Recorder recorder;

  Traces(Recorder recorder) {
    this.recorder = recorder;
  }

  /**
   * Who records.
   *
   * @param service what the process is: {@code osapi-api}
   * @param version of osapi
   * @param host its name
   */
  public record Source(String service, String version, String host) {}

  /** Where the exporter {@code stdout} and {@code --debug} write, a line for each span. */
  public enum Console {
    /** For a role: its data, beside the log on standard error. */
    STDOUT,
    /** For a command, whose data is on standard output. */
    STDERR
  }

  /**
   * @param isDebugging has spans written to standard error, beside where they go otherwise
   */
  public static Traces start(
      Telemetry.Tracing settings, Source source, Console console, boolean isDebugging) {
    var records = settings.enabled() || isDebugging;
    return new Traces(
        records ? SdkRecorder.start(settings, source, console, isDebugging) : new IdsOnly());
  }

  /** Of a process that records nothing. */
  public static Traces idsOnly() {
    return new Traces(new IdsOnly());
  }

  @Override
  public <T, X extends Exception> T call(Activity activity, Work<T, X> work) throws X {
    var recording = recorder.begin(activity, activity.parent().or(this::position));
    var here = recording.here();
    var fields = new HashMap<>(activity.fields());
    fields.put("trace_id", here.traceId());
    fields.put("span_id", here.spanId());
    try {
      return LogContext.with(fields)
          .call(() -> ScopedValue.where(CURRENT, here).call(() -> work.run(recording)));
    } catch (Throwable thrown) {
      recording.failed(thrown.getClass().getName());
      throw thrown;
    } finally {
      recording.end();
    }
  }

  @Override
  public Optional<Position> position() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  @Override
  public void note(String field, String value) {
    LogContext.note(field, value);
  }

  @Override
  public <T> Supplier<T> here(Supplier<T> work) {
    if (!CURRENT.isBound()) {
      return work;
    }
    var position = CURRENT.get();
    var lines = LogContext.here();
    return () -> lines.call(() -> ScopedValue.where(CURRENT, position).call(work::get));
  }

  /** Of a command of the command line, which begins now. */
  public Cli.Trace command(String name) {
    return CommandTrace.begin(recorder, name);
  }

  @Override
  public void close() {
    recorder.close();
  }
}
