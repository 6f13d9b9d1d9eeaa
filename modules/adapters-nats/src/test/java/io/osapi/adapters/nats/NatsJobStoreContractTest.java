package io.osapi.adapters.nats;

import io.osapi.application.contract.JobStoreContract;
import io.osapi.application.port.JobStore;

class NatsJobStoreContractTest implements JobStoreContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public JobStore store() {
    return system.api.store();
  }
}
