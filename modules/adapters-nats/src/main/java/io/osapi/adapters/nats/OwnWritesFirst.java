package io.osapi.adapters.nats;

import io.osapi.application.port.JobIndex;
import io.osapi.domain.job.JobRecord;
import java.util.List;

/** An index that is asked only once it shows what this process has written. */
record OwnWritesFirst(JobIndex index, JobFollower follower) implements JobIndex {

  @Override
  public Page page(Filter filter, int limit, int offset) {
    follower.awaitOwnWrites();
    return index.page(filter, limit, offset);
  }

  /** For those who look again in a moment anyway. */
  @Override
  public List<JobRecord> active() {
    return index.active();
  }

  @Override
  public void whenFinal(EndListener listener) {
    index.whenFinal(listener);
  }

  @Override
  public Counts counts() {
    follower.awaitOwnWrites();
    return index.counts();
  }
}
