package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.adapters.http.token.Tokens;
import io.osapi.domain.access.Role;
import io.osapi.domain.access.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationApiTest {
  private RunningApi api;

  @BeforeEach
  void start() {
    api = new RunningApi();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void a_token_that_was_called_back_opens_nothing_from_then_on() {
    var token = api.tokens.issue("bob", Set.of(Role.ADMIN), Duration.ofHours(1));
    assertThat(version(token).status()).isEqualTo(200);

    var got = revoke("{\"id\":\"" + id(token) + "\"}");

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json("id")).isEqualTo(id(token).value());
    assertThat(Instant.parse((String) got.json("until")))
        .isAfter(api.system.clock.instant().plus(Duration.ofDays(89)));
    var refused = version(token);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json("detail").toString()).contains("it was revoked");
    assertThat(version(api.token(Role.READ)).status()).as("others are").isEqualTo(200);
  }

  @Test
  void it_is_remembered_until_the_token_expires() {
    var expiry = api.system.clock.instant().plus(Duration.ofHours(2));

    revoke("{\"id\":\"some-id\",\"until\":\"" + expiry + "\"}");

    assertThat(api.system.revokedTokens.all().get(new TokenId("some-id")))
        .isBetween(expiry, expiry.plus(Duration.ofMinutes(10)));
  }

  @Test
  void again_is_as_good_as_once() {
    assertThat(revoke("{\"id\":\"some-id\"}").status()).isEqualTo(200);
    assertThat(revoke("{\"id\":\"some-id\"}").status()).isEqualTo(200);
  }

  @Test
  void what_no_token_has_as_an_id_or_a_time_is_400() {
    for (var body :
        new String[] {
          "{}",
          "{\"id\":\"\"}",
          "{\"id\":\"a b\"}",
          "{\"id\":7}",
          "{\"id\":\"a\",\"until\":\"tomorrow\"}",
          "{\"id\":\"a\",\"until\":\"2001-01-01T00:00:00Z\"}",
          "{\"id\":\"a\",\"until\":\"2901-01-01T00:00:00Z\"}",
          "{\"id\":\"a\",\"token\":\"b\"}",
        }) {
      assertThat(revoke(body).status()).as(body).isEqualTo(400);
    }
    assertThat(api.system.revokedTokens.all()).isEmpty();
  }

  @Test
  void while_it_is_not_known_what_was_called_back_no_token_opens_anything() {
    api.system.revokedTokens.forgetThatItWasLoaded();

    for (var path :
        new String[] {"/api/v1/version", "/api/v1/jobs", "/api/v1/workers", "/health/status"}) {
      assertThat(api.get(path).status()).as(path).isEqualTo(503);
    }
    assertThat(api.sendWithoutToken("GET", "/api/v1/version", "").status()).isEqualTo(401);
    assertThat(api.sendWithoutToken("GET", "/health", "").status()).isEqualTo(200);

    api.system.revokedTokens.load();
    assertThat(api.get("/api/v1/version").status()).isEqualTo(200);
  }

  @Test
  void what_was_called_back_stays_so_while_the_store_is_out_of_reach() {
    var token = api.tokens.issue("bob", Set.of(Role.READ), Duration.ofHours(1));
    revoke("{\"id\":\"" + id(token) + "\"}");
    api.system.outage.begin();

    assertThat(version(token).status()).isEqualTo(401);
    assertThat(revoke("{\"id\":\"another\"}").status()).isEqualTo(503);
    api.system.outage.end();
  }

  private RunningApi.Got revoke(String body) {
    return api.send(Role.ADMIN, "POST", "/api/v1/tokens/revoke", body);
  }

  private RunningApi.Got version(String token) {
    return api.sendWithoutToken("GET", "/api/v1/version", "", "Authorization", "Bearer " + token);
  }

  private TokenId id(String token) {
    return ((Tokens.Verdict.Accepted) api.tokens.verify(token)).claims().id();
  }
}
