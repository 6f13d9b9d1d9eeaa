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
  private final Tokens tokens = new Tokens(List.of(KEY), clock);
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
    assertThat(claims.id().value()).hasSize(36);
  }

  @Test
  void two_tokens_never_have_the_same_id() {
    var lifetime = Duration.ofHours(1);
    assertThat(tokens.issue("alice", Set.of(), lifetime))
        .isNotEqualTo(tokens.issue("alice", Set.of(), lifetime));
  }

  @Test
  void a_short_key_is_refused() {
    assertThatThrownBy(() -> new Tokens(List.of(KEY, new byte[31]), clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
    assertThat(new Tokens(List.of(new byte[32]), clock)).isNotNull();
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
        new Tokens(List.of(OTHER_KEY), clock)
            .issue("alice", Set.of(Role.ADMIN), Duration.ofHours(1));

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

  /** However the header names a key, it is one of ours, and the signature is its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"osapi\"",
        "\"\"",
        "\"../../../../dev/null\"",
        "\"/proc/sys/kernel/hostname\"",
        "\"' OR '1'='1\"",
        "\"x' UNION SELECT 'AAAA\"",
        "\"http://127.0.0.1/key\"",
        "\"|/bin/true\"",
        "\"\\u0000\"",
        "[\"osapi\"]",
        "{\"osapi\":1}",
        "7",
        "true",
        "null",
      })
  void a_key_id_that_is_not_ours_opens_nothing(String kid) {
    var header = "{\"alg\":\"HS256\",\"kid\":" + kid + "}";
    for (var key : List.of(KEY, OTHER_KEY, new byte[] {0}, bytes("AAAA"))) {
      assertThat(tokens.verify(signed(key, header, claims("\"role\":\"admin\""))))
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jwk\":{\"kty\":\"oct\",\"k\":\"YW5vdGhlciBrZXkgb2YgdGhlc2UgdGVzdHMsIGFsc28gbG9uZyBlbm91Z2g\"}",
        "\"jku\":\"http://127.0.0.1/keys\"",
        "\"x5u\":\"http://127.0.0.1/certificate\"",
        "\"x5c\":[\"AAAA\"]",
      })
  void a_key_that_the_token_brings_is_not_used(String key) {
    assertThat(
            tokens.verify(
                signed(OTHER_KEY, "{\"alg\":\"HS256\"," + key + "}", claims("\"role\":\"admin\""))))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void the_first_key_signs_and_all_verify() {
    var old = new Tokens(List.of(OTHER_KEY), clock);
    var both = new Tokens(List.of(KEY, OTHER_KEY), clock);
    var lifetime = Duration.ofHours(1);
    var before = old.issue("alice", Set.of(), lifetime);
    var after = both.issue("alice", Set.of(), lifetime);

    assertThat(both.verify(before)).isInstanceOf(Verdict.Accepted.class);
    assertThat(both.verify(after)).isInstanceOf(Verdict.Accepted.class);
    assertThat(tokens.verify(after)).isInstanceOf(Verdict.Accepted.class);
    assertThat(tokens.verify(before)).isInstanceOf(Verdict.Refused.class);
    assertThat(old.verify(after)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void a_token_that_names_another_of_our_keys_than_the_one_that_signed_it_is_refused() {
    var both = new Tokens(List.of(KEY, OTHER_KEY), clock);
    var header = RawTokens.header(both.issue("alice", Set.of(), Duration.ofHours(1)));
    assertThat(header).contains("\"kid\"");

    assertThat(both.verify(signed(KEY, header, claims("\"role\":\"read\""))))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(both.verify(signed(OTHER_KEY, header, claims("\"role\":\"read\""))))
        .isEqualTo(new Verdict.Refused("the signature is not ours"));
  }

  @Test
  void a_token_without_a_key_id_may_be_signed_by_any_of_our_keys() {
    var both = new Tokens(List.of(KEY, OTHER_KEY), clock);

    for (var key : List.of(KEY, OTHER_KEY)) {
      assertThat(both.verify(RawTokens.signed(key, claims("\"role\":\"read\""))))
          .isInstanceOf(Verdict.Accepted.class);
    }
  }

  @Test
  void a_key_id_tells_nothing_of_the_key() {
    var header = RawTokens.header(tokens.issue("alice", Set.of(), Duration.ofHours(1)));

    assertThat(header).containsPattern("\"kid\":\"[0-9a-f]{16}\"");
    assertThat(new Tokens(List.of(KEY), clock).toString()).doesNotContain("signing key of");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sub\":\"root\"",
        "\"exp\":99999999999",
        "\"roles\":[\"admin\"],\"roles\":[\"read\"]",
        "\"x\":{\"a\":1,\"a\":2}",
        "\"\\u0073ub\":\"root\"",
      })
  void claims_that_say_something_twice_are_refused(String again) {
    assertThat(verify(claims(again))).isEqualTo(new Verdict.Refused("it is not a JWT"));
  }

  @Test
  void a_header_that_says_something_twice_is_refused() {
    for (var header :
        List.of(
            "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
            "{\"alg\":\"none\",\"alg\":\"HS256\"}",
            "{\"alg\":\"HS256\",\"\\u0061lg\":\"none\"}")) {
      assertThat(tokens.verify(signed(KEY, header, claims("\"role\":\"read\""))))
          .isEqualTo(new Verdict.Refused("it is not a JWT"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"jti\":\"\",", "\"jti\":\"a b\",", "\"jti\":\"ä\",", "\"jti\":7,"})
  void a_token_that_could_not_be_called_back_is_refused(String id) {
    var payload =
        "{\"sub\":\"a\",\"iss\":\"osapi\",\"aud\":\"osapi\"," + id + "\"exp\":" + (now + 60) + "}";
    assertThat(verify(payload)).isInstanceOf(Verdict.Refused.class);
    assertThat(verify(claims("\"x\":1").replace("\"1\"", "\"" + "x".repeat(129) + "\"")))
        .isEqualTo(new Verdict.Refused("it has no usable id"));
  }

  @Test
  void a_token_that_is_good_for_longer_than_any_of_ours_is_refused() {
    var days = Duration.ofDays(90);
    assertThat(tokens.verify(tokens.issue("a", Set.of(), days)))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(tokens.verify(tokens.issue("a", Set.of(), days.plusSeconds(61))))
        .isEqualTo(new Verdict.Refused("it is good for more than 90 days"));
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

  private static String signed(byte[] key, String header, String payload) {
    return RawTokens.signed("HmacSHA256", key, header, payload);
  }

  private Verdict verify(String payload) {
    return tokens.verify(RawTokens.signed(KEY, payload));
  }

  /** A good payload with something more. */
  private String claims(String more) {
    return "{\"sub\":\"alice\",\"iss\":\"osapi\",\"aud\":\"osapi\",\"jti\":\"1\",\"exp\":"
        + (now + 600)
        + ","
        + more
        + "}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
