package io.osapi.adapters.nats;

import io.osapi.application.contract.JobFeedContract;
import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobStore;

class NatsJobFeedContractTest implements JobFeedContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public JobStore store() {
    return system.api.store();
  }

  @Override
  public JobFeed feed() {
    return system.api.feed();
  }
}
