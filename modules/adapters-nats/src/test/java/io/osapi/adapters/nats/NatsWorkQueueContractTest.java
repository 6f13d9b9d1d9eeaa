package io.osapi.adapters.nats;

import io.osapi.application.contract.WorkQueueContract;
import io.osapi.application.port.Dispatch;
import io.osapi.application.port.WorkQueue;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsWorkQueueContractTest implements WorkQueueContract {
  private static TestSystem system;

  @BeforeAll
  static void start() {
    system = new TestSystem().awaitReady();
  }

  @AfterAll
  static void stop() {
    system.close();
  }

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
