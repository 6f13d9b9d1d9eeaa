package io.osapi.bootstrap.telemetry;

import io.osapi.application.port.Tracing;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Records nothing: each request has a trace id all the same, so that its log lines can be found in
 * every process that it went through.
 *
 * <p>An activity has its parent's position and none of its own: to name a parent to others that
 * nobody ever records would break the trace of those who do record.
 */
final class IdsOnly implements Recorder {
  /**
   * Wanted, by whoever records: that this process keeps nothing is no decision against those that
   * do. "Not wanted" would switch off their traces of all that begins here.
   */
  private static final String WANTED = "01";

  @Override
  public Recording begin(Tracing.Activity activity, Optional<Tracing.Position> parent) {
    return new Unkept(parent.orElseGet(IdsOnly::beginning));
  }

  @Override
  public void close() {}

  private static Tracing.Position beginning() {
    return new Tracing.Position(id() + id(), id(), WANTED, "");
  }

  /** 16 digits; ids need to differ and not to be secret. */
  private static String id() {
    // Zero is no id.
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }

  private record Unkept(Tracing.Position here) implements Recording {
    @Override
    public void name(String name) {}

    @Override
    public void attribute(String name, String value) {}

    @Override
    public void attribute(String name, long value) {}

    @Override
    public void failed(String type) {}

    @Override
    public void end() {}
  }
}
