package io.osapi.application.memory;

import io.osapi.application.contract.JobFeedContract;
import io.osapi.application.contract.JobIndexContract;
import io.osapi.application.contract.JobStoreContract;
import java.time.InstantSource;

class MemoryJobsContractTest implements JobStoreContract, JobFeedContract, JobIndexContract {
  private final MemoryJobs jobs = new MemoryJobs(InstantSource.system());

  @Override
  public MemoryJobs store() {
    return jobs;
  }

  @Override
  public MemoryJobs feed() {
    return jobs;
  }

  @Override
  public MemoryJobs index() {
    return jobs;
  }
}
