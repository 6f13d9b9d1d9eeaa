package io.osapi.domain.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A UUID of version 7 (RFC 9562, section 5.7): ids sort by the time they were made.
 *
 * @param value the 36 characters, lower case
 */
public record JobId(String value) implements Comparable<JobId> {
  private static final Pattern GRAMMAR =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  public JobId {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new IllegalArgumentException("not a UUID of version 7: " + value);
    }
  }

  /** Empty for any text that is no id: nothing can have that name. */
  public static Optional<JobId> parse(String text) {
    return GRAMMAR.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  /**
   * @param order 12 bits that order ids of the same millisecond
   * @param random 62 bits of chance
   */
  public static JobId of(Instant time, int order, long random) {
    long high = (time.toEpochMilli() << 16) | 0x7000L | (order & 0xFFF);
    long low = (random & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new JobId(new UUID(high, low).toString());
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  /** As of any record. Spelled out, it is compiled far better, and ids are keys everywhere. */
  @Override
  public boolean equals(Object other) {
    return other instanceof JobId(var theirs) && value.equals(theirs);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
