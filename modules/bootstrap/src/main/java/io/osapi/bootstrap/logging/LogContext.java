package io.osapi.bootstrap.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Fields that every line has which is logged while something runs in this context: the job, the
 * request. May be entered by several threads at once.
 */
public final class LogContext {
  private static final LogContext NOTHING = new LogContext(Map.of());
  private static final ScopedValue<LogContext> CURRENT = ScopedValue.newInstance();

  private final Map<String, String> fields;

  private LogContext(Map<String, String> fields) {
    this.fields = new ConcurrentSkipListMap<>(fields);
  }

  /** The fields of this thread's context, and these beside or in place of them. */
  public static LogContext with(Map<String, String> fields) {
    var context = new LogContext(here().fields);
    context.fields.putAll(fields);
    return context;
  }

  /** This thread's own context, for another thread to enter. */
  public static LogContext here() {
    return CURRENT.orElse(NOTHING);
  }

  /**
   * Adds a field to what is logged from now on in this thread's context; outside of any, nothing.
   */
  public static void note(String field, String value) {
    if (CURRENT.isBound()) {
      CURRENT.get().fields.put(field, value);
    }
  }

  public void run(Runnable action) {
    ScopedValue.where(CURRENT, this).run(action);
  }

  /** As {@link #run}, for an action that returns a value or throws. */
  public <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> action) throws X {
    return ScopedValue.where(CURRENT, this).call(action);
  }

  /** By name. */
  static Map<String, String> fields() {
    return here().fields;
  }
}
