package io.osapi.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.domain.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  private static final int LONGEST = 254;

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "web-01", "WEB_01", "web.example.org", "a..b", "a-._b"})
  void letters_digits_and_inner_punctuation_make_a_name(String text) {
    assertThat(new HostName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-a", "a-", ".a", "a.", "_any", "a b", "a*", "a>", "a:b", "a/b", "ä", "a\n"})
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> new HostName(text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused ->
                assertThat(refused.violations())
                    .singleElement()
                    .satisfies(
                        violation -> assertThat(violation.pointer()).isEqualTo("/hostname")));
  }

  @Test
  void a_name_has_at_most_254_characters() {
    assertThat(HostName.isValid("a".repeat(LONGEST))).isTrue();
    assertThat(HostName.isValid("a".repeat(LONGEST + 1))).isFalse();
  }

  @Test
  void names_differ_by_letter_case_and_sort_by_their_text() {
    assertThat(new HostName("a")).isNotEqualTo(new HostName("A"));
    assertThat(new HostName("a")).isLessThan(new HostName("b"));
  }
}
