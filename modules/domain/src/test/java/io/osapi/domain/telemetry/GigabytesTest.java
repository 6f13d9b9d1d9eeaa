package io.osapi.domain.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GigabytesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "1073741824, 1.0",
    "1000000000, 0.93",
    "5368710, 0.01",
    "5368709, 0.0",
    "1099511627776, 1024.0"
  })
  void they_are_of_two_to_the_thirty_bytes_with_two_decimals(long bytes, double gigabytes) {
    assertThat(Gigabytes.of(bytes)).isEqualTo(gigabytes);
  }
}
