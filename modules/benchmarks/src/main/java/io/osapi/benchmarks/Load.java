package io.osapi.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A closed loop: each of a number of callers asks again as soon as it was answered. */
final class Load {
  private Load() {}

  /** Something that is measured. */
  @FunctionalInterface
  interface Run {
    /**
     * @param number 0 for the first, counted over all callers
     */
    void run(int number) throws Exception;
  }

  /**
   * Runs it {@code warmUp} times unmeasured, then {@code count} times measured.
   *
   * @param inFlight callers, each on a thread of its own
   */
  static Samples measure(int count, int inFlight, int warmUp, Run run)
      throws InterruptedException, ExecutionException {
    if (warmUp > 0) {
      loop(warmUp, inFlight, run);
    }
    return loop(count, inFlight, run);
  }

  private static Samples loop(int count, int inFlight, Run run)
      throws InterruptedException, ExecutionException {
    var nanos = new long[count];
    var next = new AtomicInteger();
    long begin = System.nanoTime();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (int caller = 0; caller < inFlight; caller++) {
        ends.add(
            callers.submit(() -> {
              int number;
              while ((number = next.getAndIncrement()) < count) {
                long from = System.nanoTime();
                run.run(number);
                nanos[number] = System.nanoTime() - from;
              }
              return null;
            }));
      }
      for (var end : ends) {
        end.get();
      }
    }
    return Samples.of(nanos, Duration.ofNanos(System.nanoTime() - begin));
  }
}
