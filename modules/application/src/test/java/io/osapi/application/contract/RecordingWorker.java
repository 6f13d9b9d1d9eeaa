package io.osapi.application.contract;

import static java.util.stream.Collectors.toList;

import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that remembers what it was given, and holds or refuses the jobs a test names. */
final class RecordingWorker implements WorkQueue.JobHandler {
  private final Worker me;
  private final ConcurrentLinkedQueue<Delivered> delivered = new ConcurrentLinkedQueue<>();
  private final Map<JobId, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<JobId, Integer> refusals = new ConcurrentHashMap<>();
  private final AtomicInteger handling = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  record Delivered(Job job, int attempt) {}

  RecordingWorker(Worker me) {
    this.me = me;
  }

  Worker me() {
    return me;
  }

  HostName host() {
    return me.host();
  }

  /** The job stays with the handler until the gate opens. */
  RecordingWorker holding(Job job, CountDownLatch gate) {
    gates.put(job.id(), gate);
    return this;
  }

  /** The first deliveries of the job, {@code times} of them, end with an exception. */
  RecordingWorker refusing(Job job, int times) {
    refusals.put(job.id(), times);
    return this;
  }

  @Override
  public void handle(Job job, int attempt) {
    most.accumulateAndGet(handling.incrementAndGet(), Math::max);
    try {
      delivered.add(new Delivered(job, attempt));
      if (gates.containsKey(job.id())) {
        gates.get(job.id()).await();
      }
      if (refusals.merge(job.id(), -1, Integer::sum) >= 0) {
        throw new IllegalStateException("refused by the test: " + job.id());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      handling.decrementAndGet();
    }
  }

  /** How often that job came. */
  long count(Job job) {
    return delivered.stream().filter(each -> each.job().id().equals(job.id())).count();
  }

  boolean has(Job job) {
    return count(job) > 0;
  }

  /** The attempts of that job's deliveries, in their order. */
  List<Integer> attempts(Job job) {
    return delivered.stream()
        .filter(each -> each.job().id().equals(job.id()))
        .map(Delivered::attempt)
        .collect(toList());
  }

  Job received(Job job) {
    return delivered.stream()
        .map(Delivered::job)
        .filter(each -> each.id().equals(job.id()))
        .findFirst()
        .orElseThrow();
  }

  /** The largest number of jobs that it ever handled at the same time. */
  int mostAtTheSameTime() {
    return most.get();
  }
}
