package io.osapi.application;

import io.osapi.application.port.RevokedTokens;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Calls a token back before it expires. */
public final class RevokeToken {
  /** A token is good for a minute after its expiry, and hosts' clocks differ. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final RevokedTokens revoked;
  private final InstantSource clock;

  public RevokeToken(RevokedTokens revoked, InstantSource clock) {
    this.revoked = revoked;
    this.clock = clock;
  }

  /**
   * @param until when the token expires; without it the longest that a token can still be good for
   * @return until when it is remembered
   * @throws ProblemException {@code INVALID_INPUT} if that has passed, or no token is good for so
   *     long; {@code UNAVAILABLE}
   */
  public Instant revoke(TokenId id, Optional<Instant> until) {
    var now = clock.instant();
    var latest = now.plus(TokenId.MAX_LIFETIME);
    var expiry = until.orElse(latest);
    if (!expiry.isAfter(now)) {
      throw refused("has passed: a token that expired then opens nothing any more");
    } else if (expiry.isAfter(latest)) {
      throw refused(
          "is too far: no token is good for more than "
              + TokenId.MAX_LIFETIME.toDays()
              + " days from now");
    }
    var end = expiry.plus(GRACE);
    revoked.revoke(id, end);
    return end;
  }

  private static ProblemException refused(String why) {
    return ProblemException.invalid(Violation.outOfRange("/until", why));
  }
}
