package io.osapi.adapters.nats;

import io.osapi.application.contract.FleetContract;
import io.osapi.application.port.Fleet;
import io.osapi.application.port.Heartbeats;

class NatsFleetContractTest implements FleetContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public Fleet fleet() {
    return system.api.fleet();
  }

  @Override
  public Heartbeats heartbeats() {
    return system.worker.heartbeats();
  }
}
