package io.osapi.application.memory;

import io.osapi.application.contract.CancellationsContract;
import io.osapi.domain.job.Job;
import java.time.InstantSource;

class MemoryCancellationsContractTest implements CancellationsContract {
  private final MemoryJobs memory = new MemoryJobs(InstantSource.system());

  @Override
  public MemoryJobs cancellations() {
    return memory;
  }

  /** All share one memory, so nobody is ever away. */
  @Override
  public MemoryJobs ofWorkerThatConnectsNowAndIsGiven(Job... jobs) {
    return memory;
  }

  @Override
  public MemoryJobs store() {
    return memory;
  }
}
