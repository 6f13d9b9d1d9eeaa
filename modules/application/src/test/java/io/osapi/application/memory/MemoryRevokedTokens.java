package io.osapi.application.memory;

import io.osapi.application.port.RevokedTokens;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens that were called back, in memory, for as long as one test. */
public final class MemoryRevokedTokens implements RevokedTokens {
  private final Outage outage;
  private final Map<TokenId, Instant> revoked = new ConcurrentHashMap<>();
  private volatile boolean loaded = true;

  MemoryRevokedTokens(Outage outage) {
    this.outage = outage;
  }

  /** As in a process that has not reached the store yet. */
  public void forgetThatItWasLoaded() {
    loaded = false;
  }

  public void load() {
    loaded = true;
  }

  /** Until when each is remembered. */
  public Map<TokenId, Instant> all() {
    return Map.copyOf(revoked);
  }

  @Override
  public boolean isRevoked(TokenId id) {
    if (!loaded) {
      throw new ProblemException(Problem.UNAVAILABLE);
    }
    return revoked.containsKey(id);
  }

  @Override
  public void revoke(TokenId id, Instant until) {
    outage.check();
    revoked.put(id, until);
  }
}
