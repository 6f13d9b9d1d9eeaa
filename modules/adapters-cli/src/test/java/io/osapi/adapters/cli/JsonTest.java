package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  @Test
  void numbers_stay_exact() throws Exception {
    assertThat(Json.read("[1, -0, 2147483648, 9223372036854775808, 0.10, 1E+2, 1e400]"))
        .isEqualTo(
            List.of(
                1,
                0,
                2_147_483_648L,
                new BigInteger("9223372036854775808"),
                new BigDecimal("0.10"),
                new BigDecimal("1E+2"),
                new BigDecimal("1E+400")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": tru}     | Unexpected text near '{\"a\": tru}' at line 1, column 7",
        "[1, 2 3]         | Unterminated array near '[1, 2 3]' at line 1, column 8",
        "{\"a\" 1}         | Expected ':' near '{\"a\" 1}' at line 1, column 7",
        "[\"a\\x\"]        | Invalid escape sequence near '[\"a\\x\"]' at line 1, column 6",
        "{\"a\": 1         | The text ends too early near '{\"a\": 1' at line 1, column 8",
        "``               | The text ends too early at line 1, column 1",
        "{} {}            | More text after the value near '{} {}' at line 1, column 5",
        "{\"a\":1,\"a\":2} | Duplicate member near '{\"a\":1,\"a\":2}' at line 1, column 11",
        "1e9999999999     | The exponent of a number is too large near '1e9999999999'"
            + " at line 1, column 13",
        "[\"\\ud800\"]     | Unpaired surrogate characters are not allowed in strict mode near"
            + " '[\"\\ud800\"]' at line 1, column 10"
      })
  void what_is_malformed_is_told_with_its_place(String text, String message) {
    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(Json.Malformed.class)
        .hasMessage(message);
  }

  @Test
  void lines_are_counted() {
    assertThatThrownBy(() -> Json.read("{\n  \"a\": 1,\n  \"b\": x\n}"))
        .hasMessageContaining("\"b\": x")
        .hasMessageEndingWith(" at line 3, column 8");
  }

  @Test
  void json_is_indented_for_people() throws Exception {
    assertThat(Json.writeIndented(Json.read("{\"a\":[1,{}],\"b\":null,\"<c>\":[]}")))
        .isEqualTo(
            """
            {
              "a": [
                1,
                {}
              ],
              "b": null,
              "<c>": []
            }\
            """);
    assertThat(Json.write(Json.read("{ \"a\": [1.50, {}] }"))).isEqualTo("{\"a\":[1.50,{}]}");
  }

  @Test
  void names_in_yaml_are_in_quotes_where_they_would_be_more_than_names() {
    var members = new LinkedHashMap<String, Object>();
    members.put("plain_name", Arrays.asList(1, null, true, new BigDecimal("0.10")));
    members.put("No", "no");
    members.put("~", Map.of());
    members.put("1st", List.of());
    members.put("y", "a\nb");
    members.put("a: b", "x".repeat(100) + " " + "y".repeat(100));

    assertThat(Json.writeYaml(members))
        .isEqualTo(
            """
            plain_name:
            - 1
            - null
            - true
            - 0.10
            "No": "no"
            "~": {}
            "1st": []
            "y": "a\\nb"
            'a: b': "%s %s\"\
            """
                .formatted("x".repeat(100), "y".repeat(100)));
  }
}
