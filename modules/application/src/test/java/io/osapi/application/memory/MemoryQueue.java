package io.osapi.application.memory;

import io.osapi.application.port.Dispatch;
import io.osapi.application.port.WorkQueue;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.Target;
import io.osapi.domain.worker.HostName;
import io.osapi.domain.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deliveries in memory. What is announced waits in one list, in order, until one of the open
 * intakes that may take it has a free slot.
 */
public final class MemoryQueue implements Dispatch, WorkQueue {
  /**
   * How long a delivery that could not be handled rests, so that a broken handler does not spin.
   */
  public static final Duration REDELIVERY_DELAY = Duration.ofMillis(50);

  /** Deliveries of one job to one taker before it is given up. */
  public static final int MAX_DELIVERIES = 10;

  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final Outage outage;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Set<JobId> announced = new HashSet<>();
  private final Map<HostName, Worker> known = new TreeMap<>();
  private final List<OpenIntake> intakes = new ArrayList<>();
  private final LinkedList<Delivery> pending = new LinkedList<>();
  private final List<Job> givenUp = new ArrayList<>();

  public MemoryQueue() {
    this(new Outage());
  }

  public MemoryQueue(Outage outage) {
    this.outage = outage;
  }

  @Override
  public void announce(Job job) {
    outage.check();
    locked(() -> {
      if (announced.add(job.id())) {
        pending.addAll(deliveries(job));
        assign();
      }
    });
  }

  @Override
  public Intake open(Worker me, JobHandler handler) {
    var intake = new OpenIntake(me, handler);
    locked(() -> {
      known.put(me.host(), me);
      intakes.add(intake);
      assign();
    });
    return intake;
  }

  /** Jobs whose handlers threw at every one of {@link #MAX_DELIVERIES} deliveries. */
  public List<Job> givenUp() {
    lock.lock();
    try {
      return List.copyOf(givenUp);
    } finally {
      lock.unlock();
    }
  }

  /** Ends every intake without waiting; what runs goes on, what waits stays. */
  public void close() {
    locked(intakes::clear);
  }

  /** One for any worker, or one for each known worker that the target means. */
  private List<Delivery> deliveries(Job job) {
    if (job.target() instanceof Target.Any) {
      return List.of(new Delivery(job, Optional.empty(), 1));
    }
    return known.values().stream()
        .filter(job.target()::includes)
        .map(worker -> new Delivery(job, Optional.of(worker.host()), 1))
        .toList();
  }

  /** Starts what can start. Called with the lock, whenever something may have become possible. */
  private void assign() {
    for (var each = pending.listIterator(); each.hasNext(); ) {
      var delivery = each.next();
      var takers = intakes.stream().filter(delivery::mayGoTo).toList();
      var idlest =
          takers.stream()
              .filter(OpenIntake::hasFreeSlot)
              .min(Comparator.comparingInt(OpenIntake::load).thenComparing(OpenIntake::taken));
      if (idlest.isPresent()) {
        each.remove();
        idlest.get().start(delivery);
      } else if (delivery.to.isPresent() && !takers.isEmpty()) {
        delivery.hold(takers.getFirst().handler);
      }
    }
  }

  private void redeliver(Delivery failed) {
    if (failed.attempt >= MAX_DELIVERIES) {
      locked(() -> givenUp.add(failed.job));
      return;
    }
    var again = new Delivery(failed.job, failed.to, failed.attempt + 1);
    CompletableFuture.delayedExecutor(REDELIVERY_DELAY.toMillis(), TimeUnit.MILLISECONDS, VIRTUAL)
        .execute(() ->
            locked(() -> {
              pending.add(again);
              assign();
            }));
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** A job on its way to one taker: a host, or for an empty {@code to} whoever is free. */
  private static final class Delivery {
    private final Job job;
    private final Optional<HostName> to;
    private final int attempt;
    private Optional<CompletableFuture<Void>> held = Optional.empty();

    Delivery(Job job, Optional<HostName> to, int attempt) {
      this.job = job;
      this.to = to;
      this.attempt = attempt;
    }

    boolean mayGoTo(OpenIntake intake) {
      return to.isEmpty() || to.get().equals(intake.me.host());
    }

    /** Tells the handler once that the job waits for a slot. */
    void hold(JobHandler handler) {
      if (held.isEmpty()) {
        held = Optional.of(CompletableFuture.runAsync(() -> handler.hold(job), VIRTUAL));
      }
    }

    /** Handled only after the handler has been told of the wait, if there was one. */
    void handle(JobHandler handler) {
      held.ifPresent(CompletableFuture::join);
      handler.handle(job, attempt);
    }
  }

  /** What one worker runs; its numbers are guarded by the queue's lock. */
  private final class OpenIntake implements Intake {
    private final Worker me;
    private final JobHandler handler;
    private int running;
    private int taken;

    OpenIntake(Worker me, JobHandler handler) {
      this.me = me;
      this.handler = handler;
    }

    boolean hasFreeSlot() {
      return running < me.maxJobs();
    }

    int load() {
      return running;
    }

    int taken() {
      return taken;
    }

    void start(Delivery delivery) {
      running++;
      taken++;
      Thread.startVirtualThread(() -> run(delivery));
    }

    private void run(Delivery delivery) {
      try {
        delivery.handle(handler);
      } catch (RuntimeException notHandled) {
        redeliver(delivery);
      } finally {
        locked(() -> {
          running--;
          ended.signalAll();
          assign();
        });
      }
    }

    @Override
    public int running() {
      lock.lock();
      try {
        return running;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean drain(Duration atMost) {
      long remainingNanos = atMost.toNanos();
      lock.lock();
      try {
        intakes.remove(this);
        while (running > 0 && remainingNanos > 0) {
          remainingNanos = ended.awaitNanos(remainingNanos);
        }
        return running == 0;
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return running == 0;
      } finally {
        lock.unlock();
      }
    }
  }
}
