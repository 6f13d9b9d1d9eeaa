package io.osapi.domain.worker;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void labels_stand_in_key_order() {
    assertThat(new Labels(Map.of("z", "1", "a", "2", "m", "3")).values().keySet())
        .containsExactly("a", "m", "z");
  }

  @Test
  void a_label_is_at_or_below_its_own_path_and_those_above() {
    var labels = new Labels(Map.of("group", "web.dev"));

    assertThat(labels.isAtOrBelow("group", "web")).isTrue();
    assertThat(labels.isAtOrBelow("group", "web.dev")).isTrue();
    assertThat(labels.isAtOrBelow("group", "web.dev.eu")).isFalse();
    assertThat(labels.isAtOrBelow("group", "we")).isFalse();
    assertThat(labels.isAtOrBelow("group", "dev")).isFalse();
    assertThat(labels.isAtOrBelow("role", "web")).isFalse();
    assertThat(new Labels(Map.of("group", "website")).isAtOrBelow("group", "web")).isFalse();
  }

  @Test
  void a_path_has_one_parent_more_for_each_dot() {
    assertThat(Labels.pathAndParents("web")).containsExactly("web");
    assertThat(Labels.pathAndParents("web.dev.eu")).containsExactly("web", "web.dev", "web.dev.eu");
  }

  @Property
  void a_label_is_at_or_below_exactly_its_path_and_parents(
      @ForAll @Size(min = 1, max = 8)
          java.util.List<@AlphaChars @StringLength(min = 1, max = 3) String> segments) {
    var path = String.join(".", segments);
    var labels = new Labels(Map.of("group", path));

    assertThat(Labels.pathAndParents(path))
        .hasSize(segments.size())
        .allMatch(each -> labels.isAtOrBelow("group", each));
    assertThat(labels.isAtOrBelow("group", path + ".x")).isFalse();
    assertThat(labels.isAtOrBelow("group", path.substring(0, path.length() - 1))).isFalse();
  }

  @Test
  void all_faulty_labels_are_told_at_once() {
    assertThatThrownBy(() -> new Labels(Map.of("bad key", "x", "group", "a..b", "fine", "yes")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.violations())
                    .extracting(Violation::pointer)
                    .containsExactlyInAnyOrder("/labels/bad key", "/labels/group"));
  }

  @Test
  void keys_have_no_dots_and_segments_are_bounded() {
    assertThat(Labels.isValidKey("a_B-9")).isTrue();
    assertThat(Labels.isValidKey("a.b")).isFalse();
    assertThat(Labels.isValidKey("")).isFalse();
    assertThat(Labels.isValidKey("a".repeat(63))).isTrue();
    assertThat(Labels.isValidKey("a".repeat(64))).isFalse();
    assertThat(Labels.isValidPath("1.2.3.4.5.6.7.8")).isTrue();
    assertThat(Labels.isValidPath("1.2.3.4.5.6.7.8.9")).isFalse();
    assertThat(Labels.isValidPath("a.")).isFalse();
    assertThat(Labels.isValidPath("")).isFalse();
  }

  @Test
  void a_worker_has_a_bounded_number_of_labels() {
    assertThat(some(Labels.MAX_LABELS).values()).hasSize(Labels.MAX_LABELS);
    assertThatThrownBy(() -> some(Labels.MAX_LABELS + 1)).isInstanceOf(ProblemException.class);
  }

  private static Labels some(int count) {
    return new Labels(IntStream.range(0, count).boxed().collect(toMap(i -> "k" + i, i -> "v" + i)));
  }
}
