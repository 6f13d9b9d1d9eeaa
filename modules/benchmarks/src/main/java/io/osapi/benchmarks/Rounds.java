package io.osapi.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Several things measured in turn, again and again: what the machine does meanwhile happens to all
 * of them, and what they are compared with is of the same minutes.
 */
final class Rounds {
  private static final int COUNT = 5;

  private final Map<String, Part> parts = new LinkedHashMap<>();

  /** A measurement of some runs. */
  @FunctionalInterface
  interface Part {
    Samples measure() throws InterruptedException, ExecutionException;
  }

  /** Of {@code runs} that one thing is to be run, so many in each round; at least one. */
  static int share(int runs) {
    return Math.max(1, runs / COUNT);
  }

  Rounds add(String name, Part part) {
    parts.put(name, part);
    return this;
  }

  /** What each has measured in all rounds, by its name. */
  Map<String, Samples> measure() throws InterruptedException, ExecutionException {
    var measured = new LinkedHashMap<String, List<Samples>>();
    for (int round = 0; round < COUNT; round++) {
      for (var part : parts.entrySet()) {
        measured
            .computeIfAbsent(part.getKey(), _ -> new ArrayList<>())
            .add(part.getValue().measure());
      }
    }
    var together = new LinkedHashMap<String, Samples>();
    measured.forEach((name, rounds) -> together.put(name, Samples.together(rounds)));
    return together;
  }
}
