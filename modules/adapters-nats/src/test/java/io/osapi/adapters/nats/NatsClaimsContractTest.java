package io.osapi.adapters.nats;

import io.osapi.application.contract.ClaimsContract;
import io.osapi.application.port.Claims;

class NatsClaimsContractTest implements ClaimsContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public Claims claims() {
    return system.api.claims();
  }
}
