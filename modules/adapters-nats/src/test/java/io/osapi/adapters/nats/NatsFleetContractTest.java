package io.osapi.adapters.nats;

import io.osapi.application.contract.FleetContract;
import io.osapi.application.port.Fleet;
import io.osapi.application.port.Heartbeats;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsFleetContractTest implements FleetContract {
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
  public Fleet fleet() {
    return system.api.fleet();
  }

  @Override
  public Heartbeats heartbeats() {
    return system.worker.heartbeats();
  }
}
