package io.osapi.bootstrap.role;

import io.osapi.application.port.Ids;
import io.osapi.domain.job.JobId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes job ids as UUIDs of version 7 (RFC 9562, section 5.7). Each sorts after all that this
 * process made before, also within a millisecond and when the clock is set back. Any number of
 * threads may ask at once.
 */
final class UuidV7 implements Ids {
  /** Bits below the milliseconds: the fraction of the millisecond, and then a counter. */
  private static final int ORDER_BITS = 12;

  private static final int ORDERS = 1 << ORDER_BITS;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final InstantSource clock;
  private final SecureRandom chance = new SecureRandom();

  /** The latest id's milliseconds and order in one number. */
  private final AtomicLong latest = new AtomicLong();

  UuidV7(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public JobId next() {
    var now = position(clock.instant());
    // More than 4,096 ids in a millisecond run ahead into the next one, which keeps them in order.
    long position = latest.updateAndGet(previous -> Math.max(previous + 1, now));
    var time = Instant.ofEpochMilli(position >>> ORDER_BITS);
    return JobId.of(time, (int) (position % ORDERS), chance.nextLong());
  }

  private static long position(Instant time) {
    long fraction = (long) (time.getNano() % NANOS_PER_MILLI) * ORDERS / NANOS_PER_MILLI;
    return time.toEpochMilli() << ORDER_BITS | fraction;
  }
}
