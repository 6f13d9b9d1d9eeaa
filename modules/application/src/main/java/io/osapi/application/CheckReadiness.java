package io.osapi.application;

import io.osapi.application.port.StoreProbe;
import java.util.Optional;

/** Decides whether this process can serve requests. */
public final class CheckReadiness {
  private final StoreProbe probe;

  public CheckReadiness(StoreProbe probe) {
    this.probe = probe;
  }

  /** Why it cannot, in words for an operator; empty when it can. */
  public Optional<String> check() {
    return probe.fault();
  }
}
