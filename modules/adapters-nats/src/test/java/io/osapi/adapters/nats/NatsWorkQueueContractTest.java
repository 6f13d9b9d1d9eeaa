package io.osapi.adapters.nats;

import io.osapi.application.contract.WorkQueueContract;
import io.osapi.application.port.Dispatch;
import io.osapi.application.port.WorkQueue;
import java.time.Duration;

class NatsWorkQueueContractTest implements WorkQueueContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public Dispatch dispatch() {
    return system.api.dispatch();
  }

  @Override
  public WorkQueue queue() {
    return system::open;
  }

  @Override
  public Duration redeliveryWithin() {
    return TestSystem.FIRST_BACK_OFF.multipliedBy(10);
  }
}
