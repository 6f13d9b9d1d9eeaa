package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.WritableHeaders;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "wait=20                | 20 | false",
        "wait=0                 | 0  | false",
        "wait=61                | 60 | false",
        "wait=999999999         | 60 | false",
        "wait = \"5\"           | 5  | false",
        "respond-async, wait=10 | 10 | true",
        "wait=1, wait=2         | 1  | false",
      })
  void what_we_know_is_read(String header, int seconds, boolean respondAsync) {
    assertThat(preferences(header))
        .isEqualTo(new Preferences(Optional.of(Duration.ofSeconds(seconds)), respondAsync));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait=",
        "wait=-1",
        "wait=1.5",
        "wait=9999999999",
        "return=minimal",
        ","
      })
  void what_we_do_not_know_is_passed_over(String header) {
    assertThat(preferences(header)).isEqualTo(new Preferences(Optional.empty(), false));
  }

  @Test
  void several_lines_are_one_list() {
    assertThat(preferences("return=minimal", "respond-async").respondAsync()).isTrue();
  }

  private static Preferences preferences(String... lines) {
    return Preferences.of(WritableHeaders.create().set(Preferences.PREFER, lines));
  }
}
