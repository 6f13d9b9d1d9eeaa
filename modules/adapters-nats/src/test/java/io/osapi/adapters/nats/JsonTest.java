package io.osapi.adapters.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void what_is_written_is_read_again() {
    var members = new LinkedHashMap<String, Object>();
    members.put("text", "Grüße \"\\\n\u0001 \ud83d\ude00");
    members.put("int", 1);
    members.put("long", Long.MIN_VALUE);
    members.put("huge", BigInteger.TWO.pow(100));
    members.put("decimal", -0.25);
    members.put("yes", true);
    members.put("none", null);
    members.put("list", Arrays.asList(1, "two", null, List.of(), Map.of()));
    members.put("map", Map.of("inner", Map.of("deep", List.of(1.5))));

    assertThat(Json.read(Json.write(members))).isEqualTo(members);
  }

  @Test
  void members_keep_their_order() {
    assertThat(text(Map.of())).isEqualTo("{}");
    var ordered = new LinkedHashMap<String, Object>();
    ordered.put("z", 1);
    ordered.put("a", new BigDecimal("0.10"));
    assertThat(text(ordered)).isEqualTo("{\"z\":1,\"a\":0.10}");
  }

  @Test
  void the_last_of_two_members_counts() {
    assertThat(Json.read("{\"a\":1,\"a\":2}".getBytes(UTF_8))).isEqualTo(Map.of("a", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{} {}",
        "{}x",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{a:1}",
        "{\"a\":[1,}",
        "{\"a\":\"\\ud8\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":tRue}",
        "{\"a\":\"\t\"}"
      })
  void what_is_no_object_is_unreadable(String text) {
    assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8))).isInstanceOf(Json.Unreadable.class);
  }

  @Test
  void what_is_no_utf_8_is_unreadable() {
    byte[] broken = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};

    assertThatThrownBy(() -> Json.read(broken)).isInstanceOf(Json.Unreadable.class);
  }

  @Test
  void depth_is_bounded() {
    var deep = "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";

    assertThatThrownBy(() -> Json.read(deep.getBytes(UTF_8))).isInstanceOf(Json.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {999, 1_000, 1_001, 1_024, 10_000})
  void the_length_of_a_number_is_bounded(int length) {
    var json = ("{\"a\":" + "1".repeat(length) + "}");

    if (length <= 1_000) {
      assertThat(Json.read(json.getBytes(UTF_8)))
          .isEqualTo(Map.of("a", new BigInteger("1".repeat(length))));
    } else {
      assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8))).isInstanceOf(Json.Unreadable.class);
    }
    assertThat(Json.container(json).isPresent()).isEqualTo(length <= 1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-0", "1E5", "-1.250e-3", "1e999999999", "12345678901234567890", "0.10"})
  void a_document_that_is_embedded_keeps_its_numbers(String number) {
    var embedded = Json.container(" [" + number + " , {\"a\": " + number + "}]");

    assertThat(text(Map.of("x", embedded.orElseThrow())))
        .isEqualTo("{\"x\":[" + number + ",{\"a\":" + number + "}]}");
  }

  @Test
  void what_is_not_finite_is_text() {
    assertThat(text(Map.of("a", Double.NaN))).isEqualTo("{\"a\":\"NaN\"}");
    assertThat(text(Map.of("a", Double.NEGATIVE_INFINITY))).isEqualTo("{\"a\":\"-Infinity\"}");
  }

  @Test
  void markup_stays_as_it_is_and_controls_are_escaped() {
    assertThat(text(Map.of("<a href='x'>&=", "\u001b\"\\/\n\u007f")))
        .isEqualTo("{\"<a href='x'>&=\":\"\\u001b\\\"\\\\/\\n\u007f\"}");
  }

  @Test
  void half_a_character_does_not_keep_the_rest_from_being_written() {
    assertThat(text(Map.of("a", "b\ud800c"))).isEqualTo("{\"a\":\"b?c\"}");
  }

  @Test
  void what_is_no_plain_value_is_not_written() {
    assertThatThrownBy(() -> Json.write(Map.of("a", new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }

  private static String text(Map<String, ?> members) {
    return new String(Json.write(members), UTF_8);
  }
}
