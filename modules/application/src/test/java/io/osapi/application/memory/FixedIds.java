package io.osapi.application.memory;

import io.osapi.application.port.Ids;
import io.osapi.domain.job.JobId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The same ids in every run: one per millisecond from {@link MovableClock#START} on. */
public final class FixedIds implements Ids {
  private final AtomicLong made = new AtomicLong();

  @Override
  public JobId next() {
    return nth(made.getAndIncrement());
  }

  /** The id that the call number {@code n} gets, counted from 0. */
  public static JobId nth(long n) {
    Instant time = MovableClock.START.plusMillis(n);
    return JobId.of(time, 0, n);
  }
}
