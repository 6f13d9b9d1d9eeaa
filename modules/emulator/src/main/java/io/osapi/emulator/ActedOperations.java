package io.osapi.emulator;

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
final class ActedOperations implements OperationRunner {
  private static final Answer DONE =
      new Answer.Completed(
          Optional.empty(),
          Map.of("hostname", "emulated", "fqdn", "emulated.example", "labels", Map.of()));

  private static final Answer STOPPED = new Answer.Failed(new Fault("stopped", "it was stopped"));

  private static final Answer FAILED =
      new Answer.Failed(new Fault("emulated", "it failed by chance"));

  private final List<OperationName> names;
  private final EmulatedFleet.Behaviour behaviour;
  private final LongAdder run = new LongAdder();
  private final LongAdder failed = new LongAdder();

  ActedOperations(Catalogue catalogue, EmulatedFleet.Behaviour behaviour) {
    this.names = catalogue.operations().stream().map(Operation::name).sorted().toList();
    this.behaviour = behaviour;
  }

  @Override
  public List<OperationName> capabilities() {
    return names;
  }

  @Override
  public Execution run(
      Invocation<?, ?> invocation, Duration timeout, Stop stop, Progress progress) {
    long begin = System.nanoTime();
    var ended = new CountDownLatch(1);
    try (var _ = stop.whenStopped(ended::countDown)) {
      var answer = takesItsTime(ended) ? byChance() : STOPPED;
      run.increment();
      if (answer != DONE) {
        failed.increment();
      }
      return new Execution(answer, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  /** By all workers that share these. */
  long runSoFar() {
    return run.sum();
  }

  /** Of {@link #runSoFar}. */
  long failedSoFar() {
    return failed.sum();
  }

  /** False if it was stopped before its time. */
  private boolean takesItsTime(CountDownLatch ended) {
    long nanos = behaviour.delay().toNanos();
    try {
      return nanos == 0 || !ended.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer byChance() {
    return ThreadLocalRandom.current().nextDouble() < behaviour.failureRate() ? FAILED : DONE;
  }
}
