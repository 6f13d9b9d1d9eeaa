package io.osapi.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Picks a victim and a fault again and again, by chance that can be had again with its seed. */
final class Faults {
  private final CountDownLatch over = new CountDownLatch(1);
  private final Random random;
  private final List<Host> victims;
  private final Map<String, Integer> injected = new TreeMap<>();

  private enum Fault {
    /** kill -9, back after up to a second. */
    KILL,
    /** Asked to stop, then started again. */
    RESTART,
    /** Frozen for up to three seconds: it does not know that time passed. */
    FREEZE
  }

  Faults(long seed, List<Host> victims) {
    this.random = new Random(seed);
    this.victims = victims;
  }

  /** Injects for that long; afterwards all victims run. */
  void injectFor(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      var victim = victims.get(random.nextInt(victims.size()));
      var fault = Fault.values()[random.nextInt(Fault.values().length)];
      injected.merge(fault + " " + victim.name(), 1, Integer::sum);
      inject(fault, victim);
      pause(200, 1_000);
    }
  }

  int count() {
    return injected.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return injected.toString();
  }

  private void inject(Fault fault, Host victim) throws InterruptedException {
    switch (fault) {
      case KILL -> {
        victim.kill();
        pause(0, 1_000);
        victim.start();
      }
      case RESTART -> {
        victim.stop();
        victim.start();
      }
      case FREEZE -> {
        victim.freeze();
        pause(500, 3_000);
        victim.thaw();
      }
    }
  }

  /** What a fault lasts is the fault: only the end of all of them could cut it short. */
  private void pause(int minMillis, int maxMillis) throws InterruptedException {
    over.await(random.nextInt(minMillis, maxMillis + 1), TimeUnit.MILLISECONDS);
  }
}
