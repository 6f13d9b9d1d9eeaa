package io.osapi.adapters.http.token;

import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.JwtHeaders;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkOctet;
import io.osapi.domain.access.Principal;
import io.osapi.domain.access.Role;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
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
 * <p>The server chooses algorithm and key. What the token's header says of either can only make it
 * refused. Thread-safe.
 */
public final class Tokens {
  /** RFC 7518, section 3.2: a key at least as long as the hash. */
  public static final int MIN_KEY_BYTES = 32;

  /** What clocks of different hosts may be apart. */
  static final Duration LEEWAY = Duration.ofSeconds(60);

  /** Ours have some 300 characters; nothing that is longer is parsed. */
  private static final int MAX_CHARACTERS = 8 * 1024;

  private static final String ISSUER_AND_AUDIENCE = "osapi";

  private final JwkOctet key;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException if the key has fewer than {@value #MIN_KEY_BYTES} bytes
   */
  public Tokens(byte[] key, InstantSource clock) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the signing key must have at least " + MIN_KEY_BYTES + " bytes");
    }
    this.key =
        JwkOctet.create(
            Json.createObjectBuilder()
                .add("kty", "oct")
                // The library wants one; tokens do not carry it, and what they carry is not asked.
                .add("kid", ISSUER_AND_AUDIENCE)
                .add("alg", JwkOctet.ALG_HS256)
                .add("k", Base64.getUrlEncoder().withoutPadding().encodeToString(key))
                .build());
    this.clock = clock;
  }

  /** What a good token says. */
  public record Claims(
      Principal principal,
      List<String> audience,
      Optional<Instant> issuedAt,
      Instant expiresAt,
      Optional<String> id) {}

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
            .issuer(ISSUER_AND_AUDIENCE)
            .addAudience(ISSUER_AND_AUDIENCE)
            .subject(subject)
            .issueTime(now)
            .expirationTime(now.plus(lifetime))
            .jwtId(UUID.randomUUID().toString())
            .addPayloadClaim("roles", roles.stream().sorted().map(Role::text).toList())
            .build();
    return SignedJwt.sign(jwt, key).tokenContent();
  }

  /** Looks at any text whatever; never throws. */
  public Verdict verify(String token) {
    if (token.length() > MAX_CHARACTERS) {
      return new Verdict.Refused("it is too long");
    }
    SignedJwt signed;
    try {
      // Before anything else of the token is looked at.
      if (!isHs256(JwtHeaders.parseToken(token))) {
        return new Verdict.Refused("only HS256 is accepted");
      }
      signed = SignedJwt.parseToken(token);
    } catch (RuntimeException unreadable) {
      return new Verdict.Refused("it is not a JWT");
    }
    if (!key.verifySignature(signed.getSignedBytes(), signed.getSignature())) {
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

  private Verdict judge(Jwt jwt) {
    var now = clock.instant();
    var audience = jwt.audience().orElse(List.of());
    if (jwt.subject().filter(subject -> !subject.isBlank()).isEmpty()) {
      return new Verdict.Refused("it has no subject");
    } else if (jwt.expirationTime().isEmpty()) {
      return new Verdict.Refused("it has no expiry");
    } else if (!now.minus(LEEWAY).isBefore(jwt.expirationTime().get())) {
      return new Verdict.Refused("it has expired");
    } else if (isAhead(jwt.issueTime(), now)) {
      return new Verdict.Refused("it was issued in the future");
    } else if (isAhead(jwt.notBefore(), now)) {
      return new Verdict.Refused("it is not valid yet");
    } else if (jwt.issuer().filter(ISSUER_AND_AUDIENCE::equals).isEmpty()) {
      return new Verdict.Refused("it has another issuer");
    } else if (!audience.contains(ISSUER_AND_AUDIENCE)) {
      return new Verdict.Refused("it is for another audience");
    }
    return new Verdict.Accepted(
        new Claims(
            new Principal(jwt.subject().get(), roles(jwt)),
            audience,
            jwt.issueTime(),
            jwt.expirationTime().get(),
            jwt.jwtId()));
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
