package io.osapi.application.memory;

import io.osapi.application.contract.RevokedTokensContract;

class MemoryRevokedTokensContractTest implements RevokedTokensContract {
  private final MemoryRevokedTokens revoked = new MemoryRevokedTokens(new Outage());

  @Override
  public MemoryRevokedTokens revoked() {
    return revoked;
  }

  @Override
  public MemoryRevokedTokens elsewhere() {
    return revoked;
  }
}
