package io.osapi.application.memory;

import io.osapi.application.contract.CancellationsContract;
import java.time.InstantSource;

class MemoryCancellationsContractTest implements CancellationsContract {
  private final MemoryJobs jobs = new MemoryJobs(InstantSource.system());

  @Override
  public MemoryJobs cancellations() {
    return jobs;
  }

  /** All share one memory, so nobody is ever away. */
  @Override
  public MemoryJobs ofWorkerThatConnectsNow() {
    return jobs;
  }

  @Override
  public MemoryJobs store() {
    return jobs;
  }
}
