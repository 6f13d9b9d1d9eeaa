package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.osapi.domain.access.Role;
import io.osapi.domain.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How errors look, and what every answer carries. */
class ProblemsTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private static RunningApi api;

  @BeforeAll
  static void start() {
    api = new RunningApi();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void a_problem_says_what_where_and_what_to_do() {
    var got = api.get("/api/v1/jobs/nonsense?", "X-Request-Id", "my-id_1.2");

    assertThat(got.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(got.json())
        .containsEntry("type", "/problems/job-not-found")
        .containsEntry("title", "No such job")
        .containsEntry("status", 404)
        .containsEntry("instance", "/api/v1/jobs/nonsense")
        .containsEntry("code", "job-not-found")
        .containsEntry("request_id", "my-id_1.2")
        .doesNotContainKey("errors");
    assertThat((String) got.json("detail")).contains("nonsense");
    assertThat((String) got.json("trace_id")).matches("[0-9a-f]{32}");
  }

  @ParameterizedTest
  @EnumSource
  void every_problem_has_an_error_status(Problem problem) {
    assertThat(Problems.status(problem).code()).isBetween(400, 599);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/v1",
        "/api/v2/jobs",
        "/api/v1/jobs/a/b",
        "/API/V1/version",
        "/api/v1/demo",
        "/api/v1/demo/thing/a/b",
        "/healthz",
        "/health/x",
        "/api/v1/%6aobs%00",
        "/api/v1/demo/thing/a%2fb",
      })
  void an_unknown_path_is_404_whoever_asks(String path) {
    var got = api.sendWithoutToken("GET", path, "");

    assertThat(got.status()).isEqualTo(404);
    assertThat(got.json()).containsEntry("code", "route-not-found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /health                | GET, HEAD",
        "PUT    | /api/v1/jobs           | GET, HEAD, POST",
        "PATCH  | /api/v1/demo/thing     | POST, PUT",
        "GET    | /api/v1/demo/ping      | POST",
        "HEAD   | /api/v1/demo/all       | GET",
        "POST   | /api/v1/jobs/workers   | GET, HEAD",
        "OPTIONS| /api/v1/workers        | GET, HEAD",
        "FROB   | /api/v1/workers        | GET, HEAD",
        "POST   | /api/v1/demo/thing/a   | DELETE, GET",
      })
  void a_method_that_a_resource_lacks_is_405(String method, String path, String allow) {
    var got = api.sendWithoutToken(method, path, "");

    assertThat(got.status()).isEqualTo(405);
    assertThat(got.header("Allow")).isEqualTo(allow);
    if (!method.equals("HEAD")) {
      assertThat(got.json()).containsEntry("code", "method-not-allowed");
    }
  }

  @Test
  void head_answers_like_get_without_the_body() {
    var get = api.get("/api/v1/version");
    var head = api.send(Role.READ, "HEAD", "/api/v1/version", "");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(api.sendWithoutToken("HEAD", "/api/v1/version", "").status()).isEqualTo(401);
    assertThat(api.get("/api/v1/version").json()).isEqualTo(Map.of("version", "1.2.3"));
  }

  @Test
  void every_answer_carries_a_request_id_and_is_not_kept() {
    var got = api.sendWithoutToken("GET", "/health", "");

    assertThat(got.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,128}");
    assertThat(got.header("Cache-Control")).isEqualTo("no-store");
    assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\tb", "<b>", "a;b", "a,b", "\"a\""})
  void an_id_that_could_do_harm_is_replaced(String id) {
    var got = api.get("/api/v1/nothing", "X-Request-Id", id);

    assertThat(got.header("X-Request-Id")).matches("[0-9a-f-]{36}").isNotEqualTo(id);
    assertThat(got.json("request_id")).isEqualTo(got.header("X-Request-Id"));
  }

  @Test
  void an_id_that_is_too_long_is_replaced() {
    assertThat(api.get("/health", "X-Request-Id", "a".repeat(128)).header("X-Request-Id"))
        .hasSize(128);
    assertThat(api.get("/health", "X-Request-Id", "a".repeat(129)).header("X-Request-Id"))
        .hasSize(36);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-00",
        "01-" + TRACE + "-00f067aa0ba902b7-01-and-more",
      })
  void the_callers_trace_goes_on(String parent) {
    assertThat(api.get("/api/v1/nothing", "traceparent", parent).json("trace_id")).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-01-and-more",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      })
  void a_trace_that_is_none_is_begun_anew(String parent) {
    assertThat((String) api.get("/api/v1/nothing", "traceparent", parent).json("trace_id"))
        .matches("[0-9a-f]{32}")
        .isNotEqualToIgnoringCase(TRACE)
        .doesNotMatch("0{32}");
  }

  @Test
  void a_body_of_another_type_is_415() {
    for (var type : new String[] {"text/plain", "application/xml", "nonsense", "a/b/c", ";"}) {
      var got = api.post("/api/v1/jobs", "{}", "Content-Type", type);
      assertThat(got.status()).as(type).isEqualTo(415);
      assertThat(got.json()).containsEntry("code", "unsupported-media-type");
    }
    assertThat(
            api.post("/api/v1/jobs", "{}", "Content-Type", "application/json; charset=utf-16")
                .status())
        .isEqualTo(415);
    assertThat(
            api.post("/api/v1/jobs", "{}", "Content-Type", "Application/JSON; charset=UTF-8")
                .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                         | ``        | malformed",
        "[]                        | ``        | wrong-type",
        "\"a\"                     | ``        | wrong-type",
        "null                      | ``        | wrong-type",
        "{} {}                     | ``        | malformed",
        "{\"a\":{\"b\":1,\"b\":2}} | /a/b      | duplicate-member",
        "{\"a\":[1,{\"b\":tru}]}   | /a/1/b    | malformed",
        "{\"a\":1,}                | /a        | malformed",
        "{'a':1}                   | ``        | malformed",
        "{\"a\":NaN}               | /a        | malformed",
        "{\"a\":01}                | /a        | malformed",
        "{\"a\":\"\u0001\"}        | /a        | malformed",
        "// {}                     | ``        | malformed",
      })
  void what_is_no_json_object_is_400_with_the_place(String body, String pointer, String code) {
    var got = api.post("/api/v1/jobs", body);

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json("errors")).asInstanceOf(LIST).hasSize(1);
    assertThat(got.json("errors")).asInstanceOf(LIST).extracting("code").containsExactly(code);
    assertThat(got.json("errors"))
        .asInstanceOf(LIST)
        .extracting("pointer")
        .containsExactly(pointer);
  }

  @Test
  void json_beyond_its_limits_is_400() {
    assertThat(code("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).isEqualTo("unknown-member");
    assertThat(code("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")).isEqualTo("too-long");
    assertThat(code("{\"a\":\"" + "x".repeat(256 * 1024 + 1) + "\"}")).isEqualTo("too-long");
    assertThat(code("{\"" + "x".repeat(300) + "\":1}")).isEqualTo("too-long");
    assertThat(code("{\"a\":" + "9".repeat(100) + "}")).isEqualTo("too-long");
  }

  @Test
  void a_thousand_mistakes_are_not_all_told() {
    var body = new StringBuilder("{");
    for (int i = 0; i < 1_000; i++) {
      body.append("\"m").append(i).append("\":1,");
    }

    var got = api.post("/api/v1/jobs", body + "\"target\":\"_any\"}");

    assertThat(got.json("errors")).asInstanceOf(LIST).hasSize(100);
  }

  private static Object code(String body) {
    var got = api.post("/api/v1/jobs", body);
    assertThat(got.status()).isEqualTo(400);
    @SuppressWarnings("unchecked") // the shape of the answer is what is tested
    var errors = (List<Map<String, Object>>) got.json("errors");
    return errors.getFirst().get("code");
  }
}
