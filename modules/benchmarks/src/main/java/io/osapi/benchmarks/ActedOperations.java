package io.osapi.benchmarks;

import io.osapi.application.port.OperationRunner;
import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.operation.OperationName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Operations that only take their time and then succeed or fail, as chance decides. */
public final class ActedOperations implements OperationRunner {
  private final List<OperationName> names;
  private final Behaviour behaviour;
  private final LongAdder count = new LongAdder();

  public ActedOperations(Catalogue catalogue, Behaviour behaviour) {
    this.names = catalogue.operations().stream().map(Operation::name).sorted().toList();
    this.behaviour = behaviour;
  }

  /**
   * How they act.
   *
   * @param least the shortest time that one takes, 0 or more
   * @param most the longest
   * @param failureShare from 0 (none fails) to 1 (all do)
   */
  public record Behaviour(Duration least, Duration most, double failureShare) {
    public static final Behaviour AT_ONCE = new Behaviour(Duration.ZERO, Duration.ZERO, 0);

    public Behaviour {
      if (least.isNegative() || most.compareTo(least) < 0) {
        throw new IllegalArgumentException("times must be 0 <= least <= most");
      } else if (!(failureShare >= 0 && failureShare <= 1)) {
        throw new IllegalArgumentException("failure share must be 0 to 1: " + failureShare);
      }
    }
  }

  @Override
  public List<OperationName> capabilities() {
    return names;
  }

  @Override
  public Execution run(Invocation<?, ?> invocation, Duration timeout, Stop stop) {
    long begin = System.nanoTime();
    var ended = new CountDownLatch(1);
    try (var _ = stop.whenStopped(ended::countDown)) {
      boolean stopped = takeTime(ended);
      count.increment();
      return new Execution(answer(stopped), Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  long count() {
    return count.sum();
  }

  /** True if it was stopped before its time. */
  private boolean takeTime(CountDownLatch ended) {
    long nanos =
        ThreadLocalRandom.current()
            .nextLong(behaviour.least().toNanos(), behaviour.most().toNanos() + 1);
    try {
      return nanos > 0 && ended.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private Answer answer(boolean stopped) {
    if (stopped) {
      return new Answer.Failed(new Fault("stopped", "it was stopped"));
    } else if (ThreadLocalRandom.current().nextDouble() < behaviour.failureShare()) {
      return new Answer.Failed(new Fault("emulated", "it failed by chance"));
    }
    return new Answer.Completed(
        Optional.empty(),
        Map.of("hostname", "emulated", "fqdn", "emulated.example", "labels", Map.of()));
  }
}
