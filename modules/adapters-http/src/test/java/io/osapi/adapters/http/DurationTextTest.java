package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "2m, PT2M",
    "1h30m, PT1H30M",
    "7d, PT168H",
    "500ms, PT0.5S",
    "1m500ms, PT1M0.5S",
    "0s, PT0S",
    "PT1.5S, PT1.5S",
    "pt1h, PT1H",
    "P1DT1S, PT24H1S",
    "-PT1S, PT-1S",
  })
  void both_forms_are_read(String text, Duration duration) {
    assertThat(DurationText.parse(text, "/timeout")).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "30",
        "s",
        "1.5s",
        "30m1h",
        "1s1s",
        "-1s",
        "1 s",
        "1S",
        "PT",
        "1234567890s"
      })
  void anything_else_is_pointed_at(String text) {
    assertThatThrownBy(() -> DurationText.parse(text, "/timeout"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/timeout");
  }
}
