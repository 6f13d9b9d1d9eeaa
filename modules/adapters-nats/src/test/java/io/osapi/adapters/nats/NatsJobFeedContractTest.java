package io.osapi.adapters.nats;

import io.osapi.application.contract.JobFeedContract;
import io.osapi.application.port.JobFeed;
import io.osapi.application.port.JobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsJobFeedContractTest implements JobFeedContract {
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
  public JobFeed feed() {
    return system.api.feed();
  }
}
