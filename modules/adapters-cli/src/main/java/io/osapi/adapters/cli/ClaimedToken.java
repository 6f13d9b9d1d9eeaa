package io.osapi.adapters.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a token says of itself. Nobody has checked that: who calls it back need not have the key
 * that could.
 */
record ClaimedToken(String id, Optional<Instant> expiresAt) {

  /**
   * @throws Cli.Refused if it is no token, or has no id
   */
  static ClaimedToken read(String token) {
    var parts = token.strip().split("\\.", -1);
    if (parts.length != 3) {
      throw refused();
    }
    try {
      var claims =
          Json.asMap(Json.read(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)));
      var id = Json.text(claims, "jti").orElseThrow(ClaimedToken::refused);
      return new ClaimedToken(id, expiry(claims));
    } catch (Json.Malformed | IllegalArgumentException | DateTimeException notOne) {
      throw refused();
    }
  }

  private static Optional<Instant> expiry(Map<String, Object> claims) {
    return claims.get("exp") instanceof Number seconds
        ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
        : Optional.empty();
  }

  private static Cli.Refused refused() {
    return Refusals.usage("That is no token, or has no id (jti) to call it back by.");
  }
}
