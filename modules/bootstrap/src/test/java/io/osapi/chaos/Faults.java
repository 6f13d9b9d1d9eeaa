package io.osapi.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Picks a victim and a fault again and again, by chance that can be had again with its seed. As
 * many faults at a time as there are groups of victims. The seed repeats the choices; how long a
 * process takes to be there again, and so which of them can be chosen, is the machine's.
 */
final class Faults {
  private final CountDownLatch over = new CountDownLatch(1);
  private final long seed;
  private final List<Group> groups;
  private final Map<String, Integer> injected = new ConcurrentSkipListMap<>();

  enum Fault {
    /** kill -9, back after up to 700 ms. */
    KILL,
    /** Asked to stop, then started again. */
    RESTART,
    /** Frozen for up to 2.5 s: it does not know that time passed. */
    FREEZE,
    /** Its connections to nats-server end, in one of the ways of {@link Proxy.Cut}. */
    CUT,
    /** A slow network for up to two seconds. */
    DELAY,
    /** A network that loses everything for up to three seconds. */
    BLACKHOLE,
    /** kill -9 while it writes its journal. */
    TEAR;

    static final Set<Fault> OF_PROCESSES = Set.of(KILL, RESTART, FREEZE, TEAR);
    static final Set<Fault> OF_THE_NETWORK = Set.of(CUT, DELAY, BLACKHOLE);

    static List<Fault> all() {
      return List.of(values());
    }

    boolean concerns(Victim victim) {
      return switch (this) {
        case KILL, RESTART, FREEZE -> true;
        case CUT, DELAY, BLACKHOLE -> victim.network().isPresent();
        case TEAR -> victim.journal().isPresent();
      };
    }
  }

  /**
   * One fault at a time happens in it.
   *
   * @param restMillis between two of them at most; half of it at least
   */
  record Group(List<Victim> victims, Set<Fault> faults, int restMillis) {

    private List<Next> possible() {
      return victims.stream()
          // A victim that is still starting would never be seen at work.
          .filter(victim -> victim.host().isUp())
          .flatMap(victim ->
              Fault.all().stream()
                  .filter(fault -> faults.contains(fault) && fault.concerns(victim))
                  .map(fault -> new Next(fault, victim)))
          .toList();
    }
  }

  private record Next(Fault fault, Victim victim) {}

  Faults(long seed, List<Group> groups) {
    this.seed = seed;
    this.groups = groups;
  }

  /** Injects for that long; afterwards all victims run, on a good network. */
  void injectFor(Duration time) throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + time.toNanos();
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < groups.size(); i++) {
        var group = groups.get(i);
        var random = new Random(seed + 1_000_003L * i);
        running.add(
            threads.submit(() -> {
              injectUntil(end, group, random);
              return null;
            }));
      }
    }
    for (var each : running) {
      each.get();
    }
  }

  int count() {
    return injected.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    return injected.toString();
  }

  private void injectUntil(long endNanos, Group group, Random random) throws InterruptedException {
    while (System.nanoTime() < endNanos) {
      var possible = group.possible();
      if (!possible.isEmpty()) {
        var next = possible.get(random.nextInt(possible.size()));
        injected.merge(next.fault() + " " + next.victim().host().name(), 1, Integer::sum);
        inject(next.fault(), next.victim(), random);
      }
      pause(random, group.restMillis() / 2, group.restMillis());
    }
  }

  private void inject(Fault fault, Victim victim, Random random) throws InterruptedException {
    var host = victim.host();
    switch (fault) {
      case KILL -> {
        host.kill();
        pause(random, 0, 700);
        host.start();
      }
      case RESTART -> {
        host.stop();
        host.start();
      }
      case FREEZE -> {
        host.freeze();
        pause(random, 300, 2_500);
        host.thaw();
      }
      case TEAR -> {
        host.kill();
        Tear.at(victim.journal().orElseThrow(), random);
        host.start();
      }
      case CUT, DELAY, BLACKHOLE -> disturb(fault, victim.network().orElseThrow(), random);
    }
  }

  private void disturb(Fault fault, Proxy network, Random random) throws InterruptedException {
    switch (fault) {
      case CUT -> network.cut(Proxy.Cut.values()[random.nextInt(Proxy.Cut.values().length)]);
      case DELAY -> {
        network.delay(
            Duration.ofMillis(random.nextInt(1, 300)), Duration.ofMillis(random.nextInt(1, 300)));
        pause(random, 500, 2_000);
        network.heal();
      }
      case BLACKHOLE -> {
        network.block();
        pause(random, 300, 3_000);
        network.heal();
      }
      case KILL, RESTART, FREEZE, TEAR ->
          throw new IllegalArgumentException(fault + " does not concern the network");
    }
  }

  /** What a fault lasts is the fault: only the end of all of them could cut it short. */
  private void pause(Random random, int minMillis, int maxMillis) throws InterruptedException {
    over.await(random.nextInt(minMillis, maxMillis + 1), TimeUnit.MILLISECONDS);
  }
}
