package io.osapi.application.port;

import io.osapi.domain.access.TokenId;
import java.time.Instant;

/** Remembers, for all API processes, which tokens were called back before they expired. */
public interface RevokedTokens {

  /**
   * Whether it was, as far as this process has heard: of what any process called back, within five
   * seconds. Answered from memory; what was heard once stays while the store is out of reach.
   *
   * @throws io.osapi.domain.problem.ProblemException {@code UNAVAILABLE} until everything was read
   *     once that was called back before this process began
   */
  boolean isRevoked(TokenId id);

  /**
   * When it returns, that survives a crash of every process until that time, when it is forgotten.
   * Again with another time, the later call stands.
   */
  void revoke(TokenId id, Instant until);
}
