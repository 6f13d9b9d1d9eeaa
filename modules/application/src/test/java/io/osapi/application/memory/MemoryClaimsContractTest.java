package io.osapi.application.memory;

import io.osapi.application.contract.ClaimsContract;

class MemoryClaimsContractTest implements ClaimsContract {
  private final MemoryClaims claims = new MemoryClaims();

  @Override
  public MemoryClaims claims() {
    return claims;
  }
}
