package io.osapi.application.memory;

import io.osapi.application.contract.FleetContract;
import java.time.InstantSource;

class MemoryFleetContractTest implements FleetContract {
  private final MemoryFleet fleet = new MemoryFleet(InstantSource.system());

  @Override
  public MemoryFleet fleet() {
    return fleet;
  }

  @Override
  public MemoryFleet heartbeats() {
    return fleet;
  }
}
