package io.osapi.adapters.http;

import io.osapi.application.RevokeToken;
import io.osapi.domain.access.TokenId;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Matches;
import io.osapi.domain.shape.Shape;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/** The tokens that callers show. Issuing them needs the signing key, and is no part of the API. */
final class TokenResource {

  public record Revocation(
      @About("The token's id: its claim jti; 'osapi token validate' shows it")
          @Matches(value = TokenId.GRAMMAR, hint = TokenId.HINT)
          String id,
      @About("When the token expires, at most 90 days ahead; by default as long as any can live")
          Optional<Instant> until) {}

  static final Shape<Revocation> SHAPE = Shape.of(Revocation.class);

  private final RevokeToken revoke;

  TokenResource(RevokeToken revoke) {
    this.revoke = revoke;
  }

  Reply revoke(Call call) {
    var wanted = SHAPE.read(call.body());
    var until = revoke.revoke(new TokenId(wanted.id()), wanted.until());
    var view = new LinkedHashMap<String, Object>();
    view.put("id", wanted.id());
    view.put("until", Rfc3339.text(until));
    return Reply.ok(view);
  }
}
