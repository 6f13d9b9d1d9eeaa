package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.WARNING;

import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobStore;
import io.osapi.application.projection.JobProjection;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;

/** The projection of all jobs, fed by the follower. */
final class NatsJobIndex implements JobIndex, JobFollower.Listener {
  private static final System.Logger LOG = System.getLogger(NatsJobIndex.class.getName());

  private final JobProjection projection;
  private final JobStore store;
  private final InstantSource clock;

  NatsJobIndex(JobProjection projection, JobStore store, InstantSource clock) {
    this.projection = projection;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Page page(Filter filter, int limit, int offset) {
    return projection.page(filter, limit, offset, clock.instant());
  }

  @Override
  public List<JobRecord> active() {
    return projection.active(clock.instant());
  }

  @Override
  public Counts counts() {
    return projection.counts(clock.instant());
  }

  @Override
  public void created(Job job) {
    projection.add(job, clock.instant());
  }

  @Override
  public void happened(JobId id, TimelineEvent event) {
    if (!projection.add(id, event, clock.instant())) {
      // Late news of a final job. Rare, so it may ask the store; and not on the follower's thread.
      Thread.startVirtualThread(() -> readAgain(id));
    }
  }

  @Override
  public void deleted(JobId id) {
    projection.remove(id);
  }

  @Override
  public void begin() {
    projection.clear();
  }

  private void readAgain(JobId id) {
    try {
      store.find(id).ifPresent(record -> projection.refresh(record, clock.instant()));
    } catch (ProblemException outOfReach) {
      LOG.log(WARNING, "job {0}: its late answer is in the store, but not yet in lists", id);
    }
  }
}
