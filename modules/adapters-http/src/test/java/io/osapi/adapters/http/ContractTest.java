package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check that cannot fail is worth nothing. */
class ContractTest {
  private static final RunningApi API = new RunningApi();
  private static final Contract CONTRACT =
      new Contract(OpenApi.of(API.routes().all(), DemoOperations.CATALOGUE));

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void an_answer_that_is_announced_is_none_of_its_business() {
    assertThatCode(() -> check(200, "application/json", "{\"version\":\"1\"}"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "200 | application/json         | {}                               | version",
        "200 | application/json         | {\"version\":1}                  | version",
        "200 | application/json         | {\"version\":\"1\",\"more\":1}   | more",
        "200 | application/problem+json | {\"version\":\"1\"}              | application",
        "201 | application/json         | {\"version\":\"1\"}              | 201",
        "401 | application/problem+json | {\"code\":\"not-authenticated\"} | title",
      })
  void an_answer_that_is_not_announced_is_found(
      int status, String mediaType, String body, String said) {
    assertThatThrownBy(() -> check(status, mediaType, body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(said);
  }

  private static void check(int status, String mediaType, String body) {
    CONTRACT.check(
        "GET", "/api/v1/version", status, mediaType, body.getBytes(StandardCharsets.UTF_8));
  }
}
