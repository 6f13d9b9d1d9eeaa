package io.osapi.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long each of many runs took, and all of them together.
 *
 * @param sortedNanos shortest first, at least one
 */
record Samples(long[] sortedNanos, Duration wall) {
  private static final double NANOS_PER_SECOND = 1e9;

  static Samples of(long[] nanos, Duration wall) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Samples(sorted, wall);
  }

  /** All of them as if they were of one run. */
  static Samples together(List<Samples> rounds) {
    return of(
        rounds.stream().flatMapToLong(round -> Arrays.stream(round.sortedNanos)).toArray(),
        rounds.stream().map(Samples::wall).reduce(Duration.ZERO, Duration::plus));
  }

  Duration median() {
    return percentile(50);
  }

  /**
   * @param percent above 0, up to 100
   */
  Duration percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sortedNanos.length);
    return Duration.ofNanos(sortedNanos[rank - 1]);
  }

  double perSecond() {
    return sortedNanos.length / (wall.toNanos() / NANOS_PER_SECOND);
  }
}
