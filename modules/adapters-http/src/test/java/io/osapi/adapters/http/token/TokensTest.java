package io.osapi.adapters.http.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.http.token.Tokens.Verdict;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.access.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final byte[] KEY = bytes("the signing key of these tests, long enough");
  private static final byte[] OTHER_KEY = bytes("another key of these tests, also long enough");

  private final MovableClock clock = new MovableClock();
  private final Tokens tokens = new Tokens(KEY, clock);
  private final long now = clock.instant().getEpochSecond();

  @Test
  void an_issued_token_is_accepted_with_all_it_says() {
    var token = tokens.issue("alice", Set.of(Role.READ, Role.ADMIN), Duration.ofHours(1));

    var claims = ((Verdict.Accepted) tokens.verify(token)).claims();

    assertThat(claims.principal().subject()).isEqualTo("alice");
    assertThat(claims.principal().roles()).containsExactlyInAnyOrder(Role.READ, Role.ADMIN);
    assertThat(claims.audience()).containsExactly("osapi");
    assertThat(claims.issuedAt()).contains(clock.instant());
    assertThat(claims.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
    assertThat(claims.id()).isPresent();
  }

  @Test
  void two_tokens_never_have_the_same_id() {
    var lifetime = Duration.ofHours(1);
    assertThat(tokens.issue("alice", Set.of(), lifetime))
        .isNotEqualTo(tokens.issue("alice", Set.of(), lifetime));
  }

  @Test
  void a_short_key_is_refused() {
    assertThatThrownBy(() -> new Tokens(new byte[31], clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
    assertThat(new Tokens(new byte[32], clock)).isNotNull();
  }

  @Test
  void a_token_is_good_for_a_minute_after_its_expiry_and_no_longer() {
    var token = tokens.issue("alice", Set.of(Role.READ), Duration.ofHours(1));

    clock.advance(Duration.ofHours(1).plusSeconds(59));
    assertThat(tokens.verify(token)).isInstanceOf(Verdict.Accepted.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(tokens.verify(token)).isEqualTo(new Verdict.Refused("it has expired"));
  }

  @Test
  void a_clock_that_is_a_minute_ahead_may_issue_tokens_and_no_faster_one() {
    assertThat(verify(claims("\"iat\":" + (now + 60)))).isInstanceOf(Verdict.Accepted.class);
    assertThat(verify(claims("\"iat\":" + (now + 61))))
        .isEqualTo(new Verdict.Refused("it was issued in the future"));
    assertThat(verify(claims("\"nbf\":" + (now + 61))))
        .isEqualTo(new Verdict.Refused("it is not valid yet"));
  }

  @Test
  void a_token_of_another_key_is_refused() {
    var token =
        new Tokens(OTHER_KEY, clock).issue("alice", Set.of(Role.ADMIN), Duration.ofHours(1));

    assertThat(tokens.verify(token)).isEqualTo(new Verdict.Refused("the signature is not ours"));
  }

  @Test
  void changing_any_part_of_a_token_breaks_it() {
    var token = tokens.issue("alice", Set.of(Role.READ), Duration.ofHours(1));

    // The last character is left out: some of its bits are no part of the signature.
    assertThat(IntStream.range(0, token.length() - 1))
        .allSatisfy(i -> {
          var other = token.charAt(i) == 'A' ? 'B' : 'A';
          var changed = token.substring(0, i) + other + token.substring(i + 1);
          assertThat(tokens.verify(changed)).isInstanceOf(Verdict.Refused.class);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"\"}",
        "{}",
        "{\"alg\":null}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"HS384\"}",
        "{\"alg\":\"HS512\"}",
        "{\"alg\":\"RS256\"}",
        "{\"alg\":\"ES256\"}",
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
        "[]",
        "\"HS256\"",
        "{\"alg\":\"HS256\"",
      })
  void a_header_with_anything_but_hs256_is_refused_however_it_is_signed(String header) {
    var payload = claims("\"role\":\"admin\"");

    assertThat(tokens.verify(RawTokens.unsigned(header, payload)))
        .isInstanceOf(Verdict.Refused.class);
    for (var algorithm : List.of("HmacSHA256", "HmacSHA384", "HmacSHA512")) {
      assertThat(tokens.verify(RawTokens.signed(algorithm, KEY, header, payload)))
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"osapi", "../../dev/null", "' or 1=1", "\\u0000"})
  void a_key_id_chooses_no_key(String kid) {
    var header =
        "{\"alg\":\"HS256\",\"kid\":\"" + kid + "\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}";

    assertThat(
            tokens.verify(RawTokens.signed("HmacSHA256", KEY, header, claims("\"role\":\"read\""))))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(
            tokens.verify(
                RawTokens.signed("HmacSHA256", OTHER_KEY, header, claims("\"role\":\"read\""))))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void the_claims_that_the_contract_wants_are_wanted() {
    assertThat(
            verify("{\"sub\":\"alice\",\"iss\":\"osapi\",\"aud\":\"osapi\",\"iat\":" + now + "}"))
        .isEqualTo(new Verdict.Refused("it has no expiry"));
    assertThat(verify("{\"iss\":\"osapi\",\"aud\":\"osapi\",\"exp\":" + (now + 60) + "}"))
        .isEqualTo(new Verdict.Refused("it has no subject"));
    assertThat(
            verify(
                "{\"sub\":\"a\",\"iss\":\"other\",\"aud\":\"osapi\",\"exp\":" + (now + 60) + "}"))
        .isEqualTo(new Verdict.Refused("it has another issuer"));
    assertThat(verify("{\"sub\":\"a\",\"aud\":\"osapi\",\"exp\":" + (now + 60) + "}"))
        .isEqualTo(new Verdict.Refused("it has another issuer"));
    assertThat(
            verify("{\"sub\":\"a\",\"iss\":\"osapi\",\"aud\":[\"x\"],\"exp\":" + (now + 60) + "}"))
        .isEqualTo(new Verdict.Refused("it is for another audience"));
    assertThat(verify("{\"sub\":\"a\",\"iss\":\"osapi\",\"exp\":" + (now + 60) + "}"))
        .isEqualTo(new Verdict.Refused("it is for another audience"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"roles\":[\"read\",\"write\"]       | READ WRITE",
        "\"role\":\"write\"                   | WRITE",
        "\"roles\":[\"root\",\"admin\",7,null] | ADMIN",
        "\"roles\":\"read\"                   | READ",
        "\"roles\":{\"read\":true}            | ``",
        "\"roles\":[\"ADMIN\",\" admin\"]     | ``",
        "\"x\":1                              | ``",
      })
  void roles_are_a_list_or_a_word_and_unknown_ones_give_nothing(String claim, String roles) {
    var claims = ((Verdict.Accepted) verify(claims(claim))).claims();

    assertThat(
            String.join(" ", claims.principal().roles().stream().map(Role::name).sorted().toList()))
        .isEqualTo(roles);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "a.b.c.d.e",
        "äöü.äöü.äöü",
        "=.=.=",
        "e30.e30.e30",
        "W10.W10.W10",
        "bnVsbA.bnVsbA.bnVsbA",
        "eyJhbGciOiJIUzI1NiJ9",
        "eyJhbGciOiJIUzI1NiJ9.",
        "eyJhbGciOiJIUzI1NiJ9..",
        "eyJhbGciOiJIUzI1NiJ9.!!.!!",
        "\u0000",
        "Bearer x",
      })
  void text_of_any_form_is_refused_without_an_exception(String text) {
    assertThat(tokens.verify(text)).isInstanceOf(Verdict.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "null",
        "{",
        "{\"exp\":\"soon\"}",
        "{\"exp\":1e99}",
        "{\"exp\":99999999999999999999}",
        "{\"exp\":{}}",
        "{\"sub\":[1],\"exp\":99999999999}",
        "{\"sub\":\"a\",\"aud\":{},\"exp\":99999999999}",
        "{\"sub\":\"a\",\"aud\":[[\"osapi\"]],\"exp\":99999999999}",
      })
  void signed_claims_of_any_form_are_refused_without_an_exception(String payload) {
    assertThat(verify(payload)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void a_huge_token_is_refused_unread() {
    assertThat(tokens.verify("a".repeat(1_000_000)))
        .isEqualTo(new Verdict.Refused("it is too long"));
    var deep = "[".repeat(3_000) + "]".repeat(3_000);
    assertThat(verify("{\"sub\":" + deep + "}")).isInstanceOf(Verdict.Refused.class);
  }

  private Verdict verify(String payload) {
    return tokens.verify(RawTokens.signed(KEY, payload));
  }

  /** A good payload with something more. */
  private String claims(String more) {
    return "{\"sub\":\"alice\",\"iss\":\"osapi\",\"aud\":\"osapi\",\"exp\":"
        + (now + 600)
        + ","
        + more
        + "}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
