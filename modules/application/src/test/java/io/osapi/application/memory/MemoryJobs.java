package io.osapi.application.memory;

import io.osapi.application.port.Cancellations;
import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobStore;
import io.osapi.application.port.OperationRunner;
import io.osapi.application.port.StoreProbe;
import io.osapi.application.projection.JobProjection;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Jobs and events in memory. Forgets nothing: it lives as long as one test. */
public final class MemoryJobs implements JobStore, JobFeed, JobIndex, Cancellations, StoreProbe {
  private static final Duration RETENTION = Duration.ofHours(24);

  private final InstantSource clock;
  private final Outage outage;
  private final Map<JobId, Life> lives = new ConcurrentHashMap<>();
  private final Set<JobId> deleted = ConcurrentHashMap.newKeySet();
  private final JobProjection projection = new JobProjection(RETENTION);

  public MemoryJobs(InstantSource clock) {
    this(clock, new Outage());
  }

  public MemoryJobs(InstantSource clock, Outage outage) {
    this.clock = clock;
    this.outage = outage;
  }

  @Override
  public void create(Job job) {
    outage.check();
    if (deleted.contains(job.id())) {
      throw new ProblemException(Problem.JOB_DELETED);
    }
    projection.add(life(job.id()).create(job), clock.instant());
  }

  @Override
  public void append(JobId id, TimelineEvent event) {
    outage.check();
    var stamped = TimelineEvents.at(event, clock.instant());
    life(id).append(event, stamped);
    if (!projection.add(id, stamped, clock.instant())) {
      find(id).ifPresent(record -> projection.refresh(record, clock.instant()));
    }
  }

  /** Lost during an outage, as the port allows. */
  @Override
  public void appendUnconfirmed(JobId id, TimelineEvent event) {
    if (!outage.isOn()) {
      append(id, event);
    }
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    outage.check();
    return Optional.ofNullable(lives.get(id)).flatMap(Life::record);
  }

  @Override
  public List<TimelineEvent.Answered> answers(JobId id) {
    return find(id).stream()
        .flatMap(job -> job.timeline().events().stream())
        .filter(TimelineEvent.Answered.class::isInstance)
        .map(TimelineEvent.Answered.class::cast)
        .toList();
  }

  @Override
  public List<JobRecord> findAll(List<JobId> ids) {
    return ids.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  @Override
  public void delete(JobId id) {
    outage.check();
    deleted.add(id);
    lives.remove(id);
    projection.remove(id);
  }

  @Override
  public Page page(Filter filter, int limit, int offset) {
    outage.check();
    return projection.page(filter, limit, offset, clock.instant());
  }

  @Override
  public List<JobRecord> active() {
    outage.check();
    return projection.active(clock.instant());
  }

  @Override
  public void whenFinal(EndListener listener) {
    projection.whenFinal(listener, clock.instant());
  }

  @Override
  public Counts counts() {
    outage.check();
    return projection.counts(clock.instant());
  }

  @Override
  public boolean isCancelled(JobId id) {
    return life(id).cancelled;
  }

  @Override
  public OperationRunner.Stop stopOf(JobId id) {
    return action -> life(id).whenCancelled(action);
  }

  @Override
  public Watch watch(JobId id, Duration atMost) {
    outage.check();
    var life = life(id);
    var ear = new Ear(life, System.nanoTime() + atMost.toNanos());
    life.ears.add(ear);
    return ear;
  }

  @Override
  public Optional<String> fault() {
    return outage.isOn() ? Optional.of("the store in memory is cut off") : Optional.empty();
  }

  /** All jobs, oldest id first. */
  public List<Job> jobs() {
    return lives.values().stream()
        .flatMap(life -> life.record().stream())
        .map(JobRecord::job)
        .sorted(Comparator.comparing(Job::id))
        .toList();
  }

  private Life life(JobId id) {
    return lives.computeIfAbsent(id, _ -> new Life());
  }

  /** All that is known of one job, under its own lock. */
  private static final class Life {
    private final Set<Ear> ears = ConcurrentHashMap.newKeySet();

    /** By the event as it was given, so that the same one twice is one; with the store's time. */
    private final Map<TimelineEvent, TimelineEvent> events = new LinkedHashMap<>();

    private final Set<Runnable> stops = new LinkedHashSet<>();
    private Optional<Job> job = Optional.empty();
    private volatile boolean cancelled;

    synchronized OperationRunner.Interest whenCancelled(Runnable action) {
      if (cancelled) {
        action.run();
      }
      stops.add(action);
      return () -> forget(action);
    }

    private synchronized void forget(Runnable action) {
      stops.remove(action);
    }

    /** The first one stays. */
    synchronized Job create(Job created) {
      job = job.or(() -> Optional.of(created));
      return job.get();
    }

    synchronized void append(TimelineEvent given, TimelineEvent stamped) {
      if (events.putIfAbsent(given, stamped) == null) {
        ears.forEach(ear -> ear.hear(stamped));
      }
      if (given instanceof TimelineEvent.Cancelled && !cancelled) {
        cancelled = true;
        stops.forEach(Runnable::run);
      }
    }

    synchronized Optional<JobRecord> record() {
      return job.map(it -> new JobRecord(it, Timeline.of(events.values())));
    }
  }

  private static final class Ear implements Watch {
    private final Life life;
    private final long endNanos;
    private final BlockingQueue<TimelineEvent> heard = new LinkedBlockingQueue<>();

    Ear(Life life, long endNanos) {
      this.life = life;
      this.endNanos = endNanos;
    }

    void hear(TimelineEvent event) {
      heard.add(event);
    }

    @Override
    public List<TimelineEvent> next(Duration atMost) throws InterruptedException {
      long waitNanos = Math.min(atMost.toNanos(), remainingNanos());
      var news = new ArrayList<TimelineEvent>();
      Optional.ofNullable(heard.poll(waitNanos, TimeUnit.NANOSECONDS)).ifPresent(news::add);
      heard.drainTo(news);
      return List.copyOf(news);
    }

    @Override
    public boolean isOpen() {
      return remainingNanos() > 0;
    }

    @Override
    public void close() {
      life.ears.remove(this);
    }

    private long remainingNanos() {
      return endNanos - System.nanoTime();
    }
  }
}
