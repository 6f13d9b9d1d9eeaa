package io.osapi.adapters.http.token;

import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.JwtHeaders;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkOctet;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import io.osapi.domain.access.TokenId;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Issues and verifies bearer tokens: JWT (RFC 7519) signed with HS256 (RFC 7518, section 3.2).
 *
 * <p>The server chooses the algorithm. Of the key, a token's header can only say which of ours it
 * means. Thread-safe.
 */
public final class Tokens {
  /** RFC 7518, section 3.2: a key at least as long as the hash. */
  public static final int MIN_KEY_BYTES = 32;

  /** What clocks of different hosts may be apart. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  /** Ours have some 300 characters; nothing that is longer is parsed. */
  private static final int MAX_CHARACTERS = 8 * 1024;

  private static final String ISSUER_AND_AUDIENCE = "osapi";

  /** The first signs. */
  private final List<SigningKey> keys;

  private final InstantSource clock;

  /**
   * @param keys the first signs, all verify: a key that is replaced stays behind its successor
   *     until what it signed has expired
   * @throws IllegalArgumentException if there is none, or one has fewer than {@value
   *     #MIN_KEY_BYTES} bytes
   */
  public Tokens(List<byte[]> keys, InstantSource clock) {
    if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length < MIN_KEY_BYTES)) {
      throw new IllegalArgumentException(
          "a signing key is needed, and each must have at least " + MIN_KEY_BYTES + " bytes");
    }
    this.keys = keys.stream().map(SigningKey::of).toList();
    this.clock = clock;
  }

  /** What a good token says. */
  public record Claims(
      Principal principal,
      List<String> audience,
      Optional<Instant> issuedAt,
      Instant expiresAt,
      TokenId id) {}

  /** What came of looking at a token. */
  public sealed interface Verdict {
    record Accepted(Claims claims) implements Verdict {}

    /**
     * @param reason for people; holds nothing of the token
     */
    record Refused(String reason) implements Verdict {}
  }

  public String issue(String subject, Set<Role> roles, Duration lifetime) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var jwt =
        Jwt.builder()
            .algorithm(JwkOctet.ALG_HS256)
            .type("JWT")
            .keyId(keys.getFirst().id())
            .issuer(ISSUER_AND_AUDIENCE)
            .addAudience(ISSUER_AND_AUDIENCE)
            .subject(subject)
            .issueTime(now)
            .expirationTime(now.plus(lifetime))
            .jwtId(UUID.randomUUID().toString())
            .addPayloadClaim("roles", roles.stream().sorted().map(Role::text).toList())
            .build();
    return SignedJwt.sign(jwt, keys.getFirst().key()).tokenContent();
  }

  /** Looks at any text whatever; never throws. */
  public Verdict verify(String token) {
    if (token.length() > MAX_CHARACTERS) {
      return new Verdict.Refused("it is too long");
    }
    SignedJwt signed;
    List<SigningKey> candidates;
    try {
      UniqueMembers.require(token);
      // Before anything else of the token is looked at.
      var header = JwtHeaders.parseToken(token);
      if (!isHs256(header)) {
        return new Verdict.Refused("only HS256 is accepted");
      }
      candidates = candidates(header);
      signed = SignedJwt.parseToken(token);
    } catch (RuntimeException unreadable) {
      return new Verdict.Refused("it is not a JWT");
    }
    if (candidates.stream().noneMatch(key -> key.hasSigned(signed))) {
      return new Verdict.Refused("the signature is not ours");
    }
    try {
      return judge(signed.getJwt());
    } catch (RuntimeException unreadable) {
      return new Verdict.Refused("a claim has the wrong type");
    }
  }

  /**
   * RFC 7515, section 4.1.11: {@code crit} names extensions that must be understood; we have none.
   */
  private static boolean isHs256(JwtHeaders header) {
    return header.algorithm().filter(JwkOctet.ALG_HS256::equals).isPresent()
        && header.critical().isEmpty();
  }

  /** Which of our keys may have signed it: the one that it names, or any if it names none. */
  private List<SigningKey> candidates(JwtHeaders header) {
    return header
        .keyId()
        .map(id -> keys.stream().filter(key -> key.id().equals(id)).toList())
        .orElse(keys);
  }

  private Verdict judge(Jwt jwt) {
    var now = clock.instant();
    var audience = jwt.audience().orElse(List.of());
    if (jwt.subject().filter(subject -> !subject.isBlank()).isEmpty()) {
      return new Verdict.Refused("it has no subject");
    } else if (jwt.expirationTime().isEmpty()) {
      return new Verdict.Refused("it has no expiry");
    } else if (!now.minus(LEEWAY).isBefore(jwt.expirationTime().get())) {
      return new Verdict.Refused("it has expired");
    } else if (jwt.expirationTime().get().isAfter(now.plus(TokenId.MAX_LIFETIME).plus(LEEWAY))) {
      return new Verdict.Refused("it is good for more than 90 days");
    } else if (isAhead(jwt.issueTime(), now)) {
      return new Verdict.Refused("it was issued in the future");
    } else if (isAhead(jwt.notBefore(), now)) {
      return new Verdict.Refused("it is not valid yet");
    } else if (jwt.issuer().filter(ISSUER_AND_AUDIENCE::equals).isEmpty()) {
      return new Verdict.Refused("it has another issuer");
    } else if (!audience.contains(ISSUER_AND_AUDIENCE)) {
      return new Verdict.Refused("it is for another audience");
    } else if (jwt.jwtId().filter(TokenId::isValid).isEmpty()) {
      return new Verdict.Refused("it has no usable id");
    }
    return new Verdict.Accepted(
        new Claims(
            new Principal(jwt.subject().get(), roles(jwt)),
            audience,
            jwt.issueTime(),
            jwt.expirationTime().get(),
            new TokenId(jwt.jwtId().get())));
  }

  private static boolean isAhead(Optional<Instant> time, Instant now) {
    return time.filter(now.plus(LEEWAY)::isBefore).isPresent();
  }

  private static Set<Role> roles(Jwt jwt) {
    return Stream.of("roles", "role")
        .flatMap(claim -> jwt.payloadClaim(claim).stream())
        .flatMap(Tokens::texts)
        .flatMap(text -> Role.named(text).stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
  }

  private static Stream<String> texts(JsonValue value) {
    return switch (value) {
      case JsonString text -> Stream.of(text.getString());
      case JsonArray array ->
          array.stream()
              .filter(JsonString.class::isInstance)
              .map(element -> ((JsonString) element).getString());
      default -> Stream.empty();
    };
  }
}
