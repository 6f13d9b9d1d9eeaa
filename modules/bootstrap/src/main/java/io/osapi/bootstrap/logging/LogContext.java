package io.osapi.bootstrap.logging;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fields that every line has which is logged meanwhile, on the same thread: the job, the request.
 */
public final class LogContext {
  private static final ScopedValue<Map<String, String>> FIELDS = ScopedValue.newInstance();

  private LogContext() {}

  /** Runs {@code action} with {@code fields} beside those that are there already. */
  public static void run(Map<String, String> fields, Runnable action) {
    ScopedValue.where(FIELDS, with(fields)).run(action);
  }

  /** As {@link #run}, for an action that returns a value or throws. */
  public static <T, X extends Throwable> T call(
      Map<String, String> fields, ScopedValue.CallableOp<T, X> action) throws X {
    return ScopedValue.where(FIELDS, with(fields)).call(action);
  }

  /** By name. */
  static Map<String, String> fields() {
    return FIELDS.orElse(Map.of());
  }

  private static Map<String, String> with(Map<String, String> fields) {
    var all = new TreeMap<>(fields());
    all.putAll(fields);
    return Collections.unmodifiableMap(all);
  }
}
