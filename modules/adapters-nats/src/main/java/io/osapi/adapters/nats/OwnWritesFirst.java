package io.osapi.adapters.nats;

import io.osapi.application.port.JobIndex;

/** An index that is asked only once it shows what this process has written. */
record OwnWritesFirst(JobIndex index, JobFollower follower) implements JobIndex {

  @Override
  public Page page(Filter filter, int limit, int offset) {
    follower.awaitOwnWrites();
    return index.page(filter, limit, offset);
  }

  @Override
  public Counts counts() {
    follower.awaitOwnWrites();
    return index.counts();
  }
}
