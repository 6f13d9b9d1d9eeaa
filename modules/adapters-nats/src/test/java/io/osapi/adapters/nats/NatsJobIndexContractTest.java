package io.osapi.adapters.nats;

import io.osapi.application.contract.JobIndexContract;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobStore;

class NatsJobIndexContractTest implements JobIndexContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public JobStore store() {
    return system.api.store();
  }

  @Override
  public JobIndex index() {
    return system.api.index();
  }
}
