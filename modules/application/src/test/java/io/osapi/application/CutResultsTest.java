package io.osapi.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.domain.job.Answer;
import io.osapi.domain.job.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutResultsTest {
  private static final int MAX = CutResults.MAX_RESULT_BYTES;

  @Test
  void a_result_of_the_usual_size_is_left_alone() {
    var answer = new Answer.Completed(Optional.of(true), Map.of("stdout", "done", "exit_code", 0));

    assertThat(CutResults.cut(answer)).isSameAs(answer);
  }

  @Test
  void a_result_may_be_as_long_as_the_limit_to_the_byte() {
    int overhead = "{'text':''}".length() + 1;
    var longest = completed(Map.of("text", "x".repeat(MAX - overhead)));
    var tooLong = completed(Map.of("text", "x".repeat(MAX - overhead + 1)));

    assertThat(CutResults.cut(longest)).isSameAs(longest);
    assertThat(cut(tooLong)).containsEntry("truncated", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\n", "\"", "é", "大", "😀", "\u001b"})
  void whatever_a_text_is_made_of_what_stays_of_it_fits_and_is_text(String character) {
    var data = cut(completed(Map.of("text", "a" + character.repeat(MAX))));

    var text = (String) data.get("text");
    assertThat(data).containsEntry("truncated", true);
    assertThat(text).startsWith("a" + character).endsWith("…");
    assertThat(text.getBytes(StandardCharsets.UTF_8).length)
        .isBetween(10_000, MAX - "{'text':'','truncated':true}".length());
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
  }

  @Test
  void the_longest_texts_become_shorter_and_the_others_stay() {
    var data =
        cut(
            completed(
                Map.of(
                    "stdout", "o".repeat(10 * MAX),
                    "stderr", "e".repeat(10_000),
                    "exit_code", 3,
                    "inner", Map.of("log", List.of("l".repeat(2 * MAX), "short")))));

    assertThat(data).containsEntry("exit_code", 3).containsEntry("stderr", "e".repeat(10_000));
    assertThat((String) data.get("stdout")).hasSizeGreaterThan(MAX / 8);
    assertThat(data.get("inner").toString()).contains("short");
  }

  @Test
  void long_lists_lose_their_end() {
    var names = Collections.nCopies(100_000, Map.of("name", "eth0", "up", true));
    var data = cut(completed(Map.of("interfaces", names, "total", 100_000)));

    assertThat(data).containsEntry("total", 100_000).containsEntry("truncated", true);
    assertThat((List<?>) data.get("interfaces"))
        .hasSizeBetween(4_000, 10_000)
        .allMatch(names.getFirst()::equals);
  }

  @Test
  void objects_with_very_many_members_are_cut_too() {
    var labels = new LinkedHashMap<String, Object>();
    for (int i = 0; i < 50_000; i++) {
      labels.put("label-" + i, "v");
    }
    var data = cut(completed(Map.of("labels", labels)));

    assertThat((Map<?, ?>) data.get("labels")).hasSizeBetween(5_000, 20_000);
  }

  @Test
  void a_result_that_nothing_can_shorten_still_is_one() {
    var members = new LinkedHashMap<String, Object>();
    for (int i = 0; i < 50_000; i++) {
      members.put("member-" + i, i);
    }

    assertThat(cut(completed(members))).isEqualTo(Map.of("truncated", true));
  }

  @Test
  void the_message_of_a_fault_has_its_limit_and_keeps_its_code() {
    var fault = new Fault("command-failed", "x".repeat(MAX));

    assertThat(CutResults.cut(new Answer.Failed(fault)).error().orElseThrow().message())
        .hasSize(CutResults.MAX_MESSAGE_LENGTH + 1);
    assertThat(CutResults.cut(new Answer.TimedOut(fault)).error().orElseThrow().code())
        .isEqualTo("command-failed");
    assertThat(CutResults.cut(new Answer.Skipped("x".repeat(MAX))).error().orElseThrow().message())
        .hasSize(CutResults.MAX_MESSAGE_LENGTH + 1);
  }

  private static Answer.Completed completed(Map<String, Object> data) {
    return new Answer.Completed(Optional.empty(), data);
  }

  private static Map<String, Object> cut(Answer.Completed answer) {
    return ((Answer.Completed) CutResults.cut(answer)).data();
  }
}
