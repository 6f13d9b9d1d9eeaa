package io.osapi.application.memory;

import io.osapi.application.port.Tracing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Remembers all activities that have ended, in that order. */
public final class MemoryTracing implements Tracing {
  private static final ScopedValue<Ongoing> CURRENT = ScopedValue.newInstance();

  private final AtomicLong ids = new AtomicLong();
  private final List<Ended> ended = new CopyOnWriteArrayList<>();

  /**
   * An activity as it was at its end.
   *
   * @param error the type of what went wrong
   * @param notes the fields that were added to its log lines
   */
  public record Ended(
      String name,
      Kind kind,
      Position position,
      Optional<Position> parent,
      Map<String, Object> attributes,
      Map<String, String> fields,
      Map<String, String> notes,
      Optional<String> error) {}

  public List<Ended> ended() {
    return List.copyOf(ended);
  }

  @Override
  public <T, X extends Exception> T call(Activity activity, Work<T, X> work) throws X {
    var running = new Ongoing(activity, activity.parent().or(this::position));
    try {
      return ScopedValue.where(CURRENT, running).call(() -> work.run(running));
    } catch (Throwable thrown) {
      running.failed(thrown.getClass().getName());
      throw thrown;
    } finally {
      ended.add(running.end());
    }
  }

  @Override
  public Optional<Position> position() {
    return CURRENT.isBound() ? CURRENT.get().position() : Optional.empty();
  }

  @Override
  public void note(String field, String value) {
    if (CURRENT.isBound()) {
      CURRENT.get().notes.put(field, value);
    }
  }

  @Override
  public <T> Supplier<T> here(Supplier<T> work) {
    if (!CURRENT.isBound()) {
      return work;
    }
    var current = CURRENT.get();
    return () -> ScopedValue.where(CURRENT, current).call(work::get);
  }

  private final class Ongoing implements Running {
    private final Activity activity;
    private final Optional<Position> parent;
    private final Position position;
    private final Map<String, Object> attributes;
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private String name;
    private Optional<String> error = Optional.empty();

    private Ongoing(Activity activity, Optional<Position> parent) {
      long id = ids.incrementAndGet();
      this.activity = activity;
      this.parent = parent;
      this.position =
          new Position(
              parent.map(Position::traceId).orElse(String.format("%032x", id)),
              String.format("%016x", id),
              "01",
              parent.map(Position::state).orElse(""));
      this.attributes = new HashMap<>(activity.attributes());
      this.name = activity.name();
    }

    private Ended end() {
      return new Ended(
          name,
          activity.kind(),
          position,
          parent,
          Map.copyOf(attributes),
          activity.fields(),
          Map.copyOf(notes),
          error);
    }

    @Override
    public Optional<Position> position() {
      return Optional.of(position);
    }

    @Override
    public void name(String other) {
      name = other;
    }

    @Override
    public void attribute(String key, String value) {
      attributes.put(key, value);
    }

    @Override
    public void attribute(String key, long value) {
      attributes.put(key, value);
    }

    @Override
    public void failed(String type) {
      error = Optional.of(type);
    }
  }
}
