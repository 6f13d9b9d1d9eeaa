package io.osapi.adapters.nats;

import io.osapi.application.contract.JobStoreContract;
import io.osapi.application.port.JobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsJobStoreContractTest implements JobStoreContract {
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
}
