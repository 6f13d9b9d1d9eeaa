package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextTest {
  private static final int PAYLOAD = 64 << 10;

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\n", "\u0001", "é", "€", "😀", "x\u0000€", "\u2028"})
  void an_output_is_cut_to_what_the_server_takes_and_not_to_much_less(String unit) {
    var text =
        new String(
            ReplyText.fitting(reply("output", unit.repeat(200_000)), PAYLOAD),
            StandardCharsets.UTF_8);
    var cut = Json.read(text.getBytes(StandardCharsets.UTF_8));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(PAYLOAD / 8, PAYLOAD - 1_024);
    assertThat(cut)
        .containsEntry("truncated", true)
        .containsEntry("output_format", "text")
        .containsEntry("exit_code", 0);
    assertThat(unit.repeat(200_000)).startsWith((String) cut.get("output"));
  }

  @Test
  void what_fits_is_not_touched() {
    var cut = read(reply("output", "a\nb"), PAYLOAD);

    assertThat(cut).containsEntry("output", "a\nb").doesNotContainKey("truncated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", " {\"a\":1}\n", "[1,2.50,\"x\"]"})
  void one_object_or_array_is_embedded(String output) {
    assertThat(read(reply("output", output), PAYLOAD))
        .containsEntry("output_format", "json")
        .hasEntrySatisfying("output", value -> assertThat(value).isNotInstanceOf(String.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "\"x\"", "null", "{} {}", "{\"a\":1", "x{}", "{\"a\":1,\"a\":2}"})
  void anything_else_is_text(String output) {
    assertThat(read(reply("output", output), PAYLOAD))
        .containsEntry("output", output)
        .containsEntry("output_format", "text");
  }

  @Test
  void json_that_was_cut_or_does_not_fit_is_text() {
    var long_one = "[" + "1,".repeat(100_000) + "1]";
    var members = reply("output", "{}");
    members.put("truncated", true);

    assertThat(read(reply("output", long_one), PAYLOAD))
        .containsEntry("output_format", "text")
        .containsEntry("truncated", true);
    assertThat(read(members, PAYLOAD)).containsEntry("output", "{}");
  }

  @Test
  void of_lines_the_long_ones_are_cut_and_then_the_oldest_left_out() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      lines.add(i == 50 ? "é".repeat(1_000_000) : "line " + i);
    }
    var cut = read(reply("lines", lines), PAYLOAD);
    assertThat((List<?>) cut.get("lines"))
        .hasSize(100)
        .satisfies(all -> assertThat(all.getFirst()).isEqualTo("line 0"));
    assertThat(cut).containsEntry("truncated", true);

    var many =
        read(
            reply("lines", new ArrayList<>(java.util.Collections.nCopies(10_000, "x".repeat(50)))),
            PAYLOAD);
    assertThat((List<?>) many.get("lines")).hasSizeBetween(1_000, 1_300);
  }

  @Test
  void what_was_asked_is_told_again_in_part_and_as_whole_characters() {
    assertThat(read(reply("command", "x".repeat(500_000)), PAYLOAD))
        .containsEntry("truncated", true)
        .hasEntrySatisfying("command", text -> assertThat((String) text).hasSize(4_096));
    assertThat(read(reply("command", "a\ud800b"), PAYLOAD)).containsEntry("command", "a?b");
  }

  @Test
  void a_header_is_one_line_of_ascii() {
    assertThat(ReplyText.header("a\r\nX: y é" + "z".repeat(500)))
        .hasSize(256)
        .startsWith("a??X: y ?z");
  }

  private static Map<String, Object> reply(String name, Object value) {
    var members = new LinkedHashMap<String, Object>();
    members.put("status", "success");
    members.put(name, value);
    members.put("exit_code", 0);
    return members;
  }

  private static Map<String, Object> read(Map<String, Object> members, int payload) {
    var text = ReplyText.fitting(members, payload);
    assertThat(text.length).isLessThanOrEqualTo(payload);
    return Json.read(text);
  }
}
