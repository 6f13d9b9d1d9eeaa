package io.osapi.adapters.nats;

import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Passes events on to those who wait for a job; all of them share the follower's two consumers. */
final class NatsJobFeed implements JobFeed, JobFollower.Listener {
  private final Map<JobId, Set<Ear>> ears = new ConcurrentHashMap<>();

  @Override
  public Watch watch(JobId id, Duration atMost) {
    var ear = new Ear(id, System.nanoTime() + atMost.toNanos());
    ears.compute(
        id,
        (_, others) -> {
          var all = others == null ? ConcurrentHashMap.<Ear>newKeySet() : others;
          all.add(ear);
          return all;
        });
    return ear;
  }

  @Override
  public void happened(JobId id, TimelineEvent event) {
    ears.getOrDefault(id, Set.of()).forEach(ear -> ear.heard.add(event));
  }

  @Override
  public void created(Job job) {}

  @Override
  public void deleted(JobId id) {}

  @Override
  public void begin() {}

  private final class Ear implements Watch {
    private final JobId id;
    private final long endNanos;

    /** Bounded by the events of one job within one wait. */
    private final LinkedBlockingQueue<TimelineEvent> heard = new LinkedBlockingQueue<>();

    Ear(JobId id, long endNanos) {
      this.id = id;
      this.endNanos = endNanos;
    }

    @Override
    public List<TimelineEvent> next(Duration atMost) throws InterruptedException {
      long wait = Math.min(atMost.toNanos(), endNanos - System.nanoTime());
      var first = heard.poll(wait, TimeUnit.NANOSECONDS);
      if (first == null) {
        return List.of();
      }
      var news = new ArrayList<TimelineEvent>(List.of(first));
      heard.drainTo(news);
      return news;
    }

    @Override
    public boolean isOpen() {
      return System.nanoTime() < endNanos;
    }

    @Override
    public void close() {
      ears.computeIfPresent(
          id,
          (_, all) -> {
            all.remove(this);
            return all.isEmpty() ? null : all;
          });
    }
  }
}
