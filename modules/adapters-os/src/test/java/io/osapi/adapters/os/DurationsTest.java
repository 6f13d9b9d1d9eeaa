package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          P4DT1H2M    | 4 days, 1 hour, 2 minutes
          P1DT2H1M    | 1 day, 2 hours, 1 minute
          P400DT3S    | 400 days
          PT2H5M59S   | 2 hours, 5 minutes
          P1DT7M      | 1 day, 7 minutes
          PT1M        | 1 minute
          PT59.999S   | less than a minute
          PT0S        | less than a minute
          """)
  void a_long_duration_is_told_in_days_hours_and_minutes(Duration duration, String text) {
    assertThat(Durations.longText(duration)).isEqualTo(text);
  }

  @Test
  void a_limit_is_told_in_seconds() {
    assertThat(Durations.text(Duration.ofSeconds(30))).isEqualTo("30 s");
    assertThat(Durations.text(Duration.ofMillis(1500))).isEqualTo("1.5 s");
  }
}
