package io.osapi.application;

import io.osapi.application.port.JobIndex;

/** Counts jobs by status and operation. */
public final class CountJobs {
  private final JobIndex index;

  public CountJobs(JobIndex index) {
    this.index = index;
  }

  public JobIndex.Counts count() {
    return index.counts();
  }
}
