package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTextTest {
  static List<Arguments> plain_values() {
    return List.of(
        Arguments.of("ä \"quoted\" \n \u0001 🙂", "\"ä \\\"quoted\\\" \\n \\u0001 🙂\""),
        Arguments.of(true, "true"),
        Arguments.of(-1, "-1"),
        Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
        Arguments.of(0.1, "0.1"),
        // Which JSON has no number for.
        Arguments.of(Double.NaN, "\"NaN\""),
        Arguments.of(new BigInteger("12345678901234567890"), "12345678901234567890"),
        Arguments.of(new BigDecimal("1.50"), "1.50"),
        Arguments.of(Arrays.asList(1, null, List.of()), "[1,null,[]]"),
        Arguments.of(Map.of("b", Map.of()), "{\"b\":{}}"));
  }

  @ParameterizedTest
  @MethodSource("plain_values")
  void plain_values_are_written(Object value, String text) {
    assertThat(written(Map.of("a", value))).isEqualTo("{\"a\":" + text + "}");
  }

  @Test
  void members_keep_their_order_and_absent_ones_are_null() {
    var object = new LinkedHashMap<String, Object>();
    object.put("b", null);
    object.put("a", new ArrayList<>());

    assertThat(written(object)).isEqualTo("{\"b\":null,\"a\":[]}");
  }

  @Test
  void what_is_no_plain_value_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonText.write(Map.of("at", Instant.EPOCH)))
        .withMessageContaining("java.time.Instant is no plain value");
  }

  private static String written(Map<String, ?> object) {
    return new String(JsonText.write(object), StandardCharsets.UTF_8);
  }
}
