package io.osapi.adapters.nats;

import io.osapi.application.contract.ClaimsContract;
import io.osapi.application.port.Claims;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class NatsClaimsContractTest implements ClaimsContract {
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
  public Claims claims() {
    return system.api.claims();
  }
}
