package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.helidon.http.Method;
import io.osapi.adapters.http.token.RawTokens;
import io.osapi.adapters.http.token.Tokens;
import io.osapi.application.memory.MovableClock;
import io.osapi.domain.access.Role;
import io.osapi.domain.access.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route with every kind of caller: the routes come from the table that the server serves. */
class AuthorisationTest {
  private static RunningApi api;
  private static String revoked;

  @BeforeAll
  static void start() {
    api = new RunningApi();
    revoked = api.token(Role.ADMIN);
    var id = ((Tokens.Verdict.Accepted) api.tokens.verify(revoked)).claims().id();
    api.system.revokeToken.revoke(id, Optional.empty());
    api.system.startWorker("web-01", RunningApi.demo());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /** What the server serves is what its own document says it does. */
  @Test
  void every_operation_of_the_served_document_is_walked() {
    var served = new TreeSet<String>();
    Contract.JSON
        .readTree(api.sendWithoutToken("GET", "/openapi.json", "").text())
        .path("paths")
        .forEachEntry((path, item) ->
            item.forEachEntry(
                (method, _) -> served.add(method.toUpperCase(Locale.ROOT) + " " + path)));

    assertThat(api.routes().all().stream().map(AuthorisationTest::name)).containsAll(served);
    assertThat(served)
        .contains("POST /api/v1/tokens/revoke", "GET /api/v1/jobs/{id}")
        .containsAll(guarded().map(AuthorisationTest::name).toList());
  }

  @TestFactory
  Stream<DynamicNode> callers_without_a_good_token_get_401() {
    return guarded()
        .map(route ->
            dynamicContainer(
                name(route),
                badTokens().entrySet().stream()
                    .map(token ->
                        dynamicTest(token.getKey(), () -> isRefused(route, token.getValue())))));
  }

  @TestFactory
  Stream<DynamicNode> callers_whose_roles_lack_the_scope_get_403_and_no_others() {
    return guarded()
        .map(route ->
            dynamicContainer(
                name(route),
                Stream.of(Role.values())
                    .map(role -> dynamicTest(role.text(), () -> isJudged(route, role)))));
  }

  @TestFactory
  Stream<DynamicNode> a_token_without_roles_opens_nothing() {
    return guarded()
        .map(route ->
            dynamicTest(
                name(route),
                () -> assertThat(call(route, bearer(api.token())).status()).isEqualTo(403)));
  }

  @Test
  void only_the_probes_and_the_documents_are_open() {
    assertThat(api.routes().all().stream().filter(route -> route.access() instanceof Access.Open))
        .extracting(Route::path)
        .containsExactlyInAnyOrder(
            "/health", "/health/ready", "/metrics", "/openapi.json", "/openapi.yaml");
  }

  @Test
  void nobody_learns_of_bodies_without_a_token() {
    assertThat(api.sendWithoutToken("POST", "/api/v1/jobs", "{").status()).isEqualTo(401);
    assertThat(api.sendWithoutToken("POST", "/api/v1/jobs", "x".repeat(2 << 20)).status())
        .isEqualTo(401);
    assertThat(api.send(Role.READ, "POST", "/api/v1/jobs", "{").status()).isEqualTo(403);
    assertThat(api.sendWithoutToken("GET", "/api/v1/workers?x=1", "").status()).isEqualTo(401);
  }

  @Test
  void the_token_comes_once_and_as_a_bearer() {
    var good = api.token(Role.READ);
    assertThat(withAuthorization("bearer " + good).status()).isEqualTo(200);
    assertThat(withAuthorization("Basic " + good).status()).isEqualTo(401);
    assertThat(withAuthorization(good).status()).isEqualTo(401);
    assertThat(withAuthorization("Bearer").status()).isEqualTo(401);
    assertThat(
            api.sendWithoutToken(
                    "GET",
                    "/api/v1/version",
                    "",
                    "Authorization",
                    "Bearer " + good,
                    "Authorization",
                    "Bearer " + good)
                .status())
        .isEqualTo(401);
    assertThat(api.sendWithoutToken("GET", "/api/v1/version?access_token=" + good, "").status())
        .isEqualTo(401);
  }

  private static RunningApi.Got withAuthorization(String value) {
    return api.sendWithoutToken("GET", "/api/v1/version", "", "Authorization", value);
  }

  private static void isRefused(Route route, String authorization) {
    var got = call(route, authorization);

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(got.json()).containsEntry("code", "not-authenticated");
    if (!authorization.isEmpty()) {
      assertThat(got.text()).doesNotContain(authorization.substring("Bearer ".length()));
    }
  }

  private static void isJudged(Route route, Role role) {
    var got = call(route, bearer(api.token(role)));

    if (role.scopes().contains(scope(route))) {
      assertThat(got.status()).isNotIn(401, 403);
    } else {
      assertThat(got.status()).isEqualTo(403);
      assertThat(got.json()).containsEntry("code", "not-permitted");
    }
  }

  private static RunningApi.Got call(Route route, String authorization) {
    var path = route.path().replaceAll("\\{[a-z_]+}", "thing");
    var body = route.method().equals(Method.POST) || route.method().equals(Method.PUT) ? "{}" : "";
    return authorization.isEmpty()
        ? api.sendWithoutToken(route.method().text(), path, body)
        : api.sendWithoutToken(route.method().text(), path, body, "Authorization", authorization);
  }

  private static Map<String, String> badTokens() {
    var now = api.system.clock.instant().getEpochSecond();
    var good =
        "{\"sub\":\"a\",\"iss\":\"osapi\",\"aud\":\"osapi\",\"role\":\"admin\",\"jti\":\"1\",\"iat\":"
            + now
            + ",\"exp\":"
            + (now + 600)
            + "}";
    var otherKey = "a key that this server does not have".getBytes(StandardCharsets.UTF_8);
    var tokens = new LinkedHashMap<String, String>();
    tokens.put("no token", "");
    tokens.put("garbage", "Bearer garbage");
    tokens.put("expired", ours(good, "\"exp\":" + (now + 600), "\"exp\":" + (now - 61)));
    tokens.put("missing exp", ours(good, ",\"exp\":" + (now + 600), ""));
    tokens.put("future iat", ours(good, "\"iat\":" + now, "\"iat\":" + (now + 300)));
    tokens.put("wrong iss", ours(good, "\"iss\":\"osapi\"", "\"iss\":\"other\""));
    tokens.put("wrong aud", ours(good, "\"aud\":\"osapi\"", "\"aud\":\"other\""));
    tokens.put("missing jti", ours(good, "\"jti\":\"1\",", ""));
    tokens.put("duplicate claim", ours(good, "{", "{\"sub\":\"b\","));
    tokens.put("wrong key", bearer(RawTokens.signed(otherKey, good)));
    tokens.put("alg none", bearer(RawTokens.unsigned("{\"alg\":\"none\"}", good)));
    for (var algorithm : List.of("HS384", "HS512", "RS256", "ES256", "none")) {
      tokens.put(
          "signed with our key as " + algorithm, headed("\"alg\":\"" + algorithm + "\"", good));
    }
    tokens.put(
        "HS512",
        bearer(RawTokens.signed("HmacSHA512", RunningApi.KEY, "{\"alg\":\"HS512\"}", good)));
    for (var kid :
        List.of("\"../../dev/null\"", "\"' OR '1'='1\"", "\"osapi\"", "[\"osapi\"]", "7")) {
      tokens.put("kid " + kid, headed("\"alg\":\"HS256\",\"kid\":" + kid, good));
    }
    tokens.put("revoked", bearer(revoked));
    tokens.put(
        "issued by a clock that is far ahead",
        bearer(
            new Tokens(
                    List.of(RunningApi.KEY),
                    new MovableClock(api.system.clock.instant().plusSeconds(300)))
                .issue("a", Set.of(Role.ADMIN), Duration.ofHours(1))));
    return tokens;
  }

  /** Signed by us, with something else in the place of something. */
  private static String ours(String claims, String part, String other) {
    assertThat(claims).contains(part);
    return bearer(RawTokens.signed(RunningApi.KEY, claims.replace(part, other)));
  }

  /** Signed by us, with that in the header. */
  private static String headed(String header, String claims) {
    return bearer(RawTokens.signed("HmacSHA256", RunningApi.KEY, "{" + header + "}", claims));
  }

  private static Stream<Route> guarded() {
    return api.routes().all().stream().filter(route -> route.access() instanceof Access.Needs);
  }

  private static Scope scope(Route route) {
    return ((Access.Needs) route.access()).scope();
  }

  private static String name(Route route) {
    return route.method().text() + " " + route.path();
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }
}
