package io.osapi.application;

import io.osapi.application.port.RevokedTokens;
import io.osapi.domain.access.TokenId;

/** Decides whether a token was called back. */
public final class CheckRevocation {
  private final RevokedTokens revoked;

  public CheckRevocation(RevokedTokens revoked) {
    this.revoked = revoked;
  }

  /**
   * @throws io.osapi.domain.problem.ProblemException {@code UNAVAILABLE} while nobody knows: a
   *     token that may have been called back opens nothing
   */
  public boolean isRevoked(TokenId id) {
    return revoked.isRevoked(id);
  }
}
