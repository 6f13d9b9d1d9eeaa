package io.osapi.domain.shape;

import java.util.List;
import java.util.Optional;

/** What a field may hold, as seen from outside. */
public sealed interface Type {
  /** Longest text where no pattern says less, in characters. */
  int MAX_TEXT_LENGTH = 4_096;

  /** Longest list and largest map where no {@link Range} says less. */
  int MAX_ELEMENTS = 1_024;

  /** Text; {@code pattern} matches the whole of it, {@code hint} says the same in words. */
  record Text(Optional<String> pattern, String hint) implements Type {}

  /** A whole number within both bounds. */
  record Whole(long min, long max, boolean isInt) implements Type {}

  /** A number within both bounds. */
  record Decimal(double min, double max) implements Type {}

  /** True or false. */
  record Flag() implements Type {}

  /** A point in time, RFC 3339 in UTC. */
  record Time() implements Type {}

  /** A length of time, ISO-8601: {@code PT1.5S}. */
  record Span() implements Type {}

  /** One of a few names. */
  record Choice(Class<? extends Enum<?>> values, List<String> names) implements Type {}

  /** A list with a bounded number of elements. */
  record Many(Type element, int min, int max) implements Type {}

  /** A map from text to values of one type. */
  record Named(Type value, int max) implements Type {}

  /** A record within a record. */
  record Nested(Shape<?> shape) implements Type {}
}
