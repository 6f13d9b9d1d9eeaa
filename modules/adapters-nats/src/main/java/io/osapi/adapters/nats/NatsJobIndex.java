package io.osapi.adapters.nats;

import static java.lang.System.Logger.Level.WARNING;

import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobStore;
import io.osapi.application.projection.JobProjection;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.problem.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The projection of all jobs, fed by the follower. */
final class NatsJobIndex implements JobIndex, JobFollower.Listener {
  private static final System.Logger LOG = System.getLogger(NatsJobIndex.class.getName());

  private final JobProjection projection;
  private final JobStore store;
  private final InstantSource clock;
  private final LateNews late;
  private final EndListener first;

  /**
   * @param first told of each end before anybody else is
   */
  NatsJobIndex(JobProjection projection, JobStore store, InstantSource clock, EndListener first) {
    this.projection = projection;
    this.store = store;
    this.clock = clock;
    this.late = new LateNews(this::readAgain);
    this.first = first;
    whenFinal(EndListener.NONE);
  }

  @Override
  public Page page(Filter filter, int limit, int offset) {
    return projection.page(filter, limit, offset, clock.instant());
  }

  @Override
  public List<JobRecord> active() {
    // Asked for every few seconds: soon enough for what a lost connection has left unread.
    late.readAgain();
    return projection.active(clock.instant());
  }

  @Override
  public Counts counts() {
    return projection.counts(clock.instant());
  }

  /** Of those that are known. */
  Map<JobId, JobStatus> statuses(Set<JobId> ids) {
    return projection.statuses(ids, clock.instant());
  }

  @Override
  public void whenFinal(EndListener listener) {
    projection.whenFinal(
        (job, status, took) -> {
          first.ended(job, status, took);
          listener.ended(job, status, took);
        },
        clock.instant());
  }

  @Override
  public void created(Job job) {
    projection.add(job, job.createdAt());
  }

  @Override
  public void happened(JobId id, TimelineEvent event) {
    // By their own time: read again from the beginning, an old job must not be over before its
    // answer is heard. What time has done since is settled at the next look.
    if (!projection.add(id, outline(event), event.at())) {
      // Late news of a final job may change what it became; the whole of it is in the store.
      try {
        late.add(id);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What answers say is not kept here: those of a broadcast may be thousands. */
  private static TimelineEvent outline(TimelineEvent event) {
    return event instanceof TimelineEvent.Answered answered ? answered.outline() : event;
  }

  @Override
  public void deleted(JobId id) {
    projection.remove(id);
  }

  @Override
  public void begin() {
    projection.clear();
  }

  private boolean readAgain(List<JobId> ids) {
    try {
      store.findAll(ids).forEach(record -> projection.refresh(record, clock.instant()));
      return true;
    } catch (ProblemException outOfReach) {
      LOG.log(WARNING, "{0} late answers are in the store, but not yet in lists", ids.size());
      return false;
    }
  }
}
