package io.osapi.adapters.nats;

import io.osapi.application.contract.JobIndexContract;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsJobIndexContractTest implements JobIndexContract {
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
  public JobStore store() {
    return system.api.store();
  }

  @Override
  public JobIndex index() {
    return system.api.index();
  }
}
