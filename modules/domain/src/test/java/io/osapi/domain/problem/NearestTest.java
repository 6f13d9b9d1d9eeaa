package io.osapi.domain.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("system.hostname.get", "system.status.get", "network.dns.get", "network.dns.update");

  @Test
  void a_mistyped_name_finds_the_one_that_was_meant_first() {
    assertThat(Nearest.to("network.dsn.get", KNOWN)).startsWith("network.dns.get");
  }

  @Test
  void a_name_like_none_finds_none() {
    assertThat(Nearest.to("xyz", KNOWN)).isEmpty();
    assertThat(Nearest.to("", KNOWN)).isEmpty();
  }

  @Test
  void at_most_three_are_named_and_equally_near_ones_in_their_own_order() {
    assertThat(Nearest.to("x", List.of("d", "c", "b", "a"))).containsExactly("a", "b", "c");
  }

  @Test
  void insertions_deletions_and_changes_count_one_each() {
    // Two are near enough for any short text.
    assertThat(Nearest.to("abc", List.of("abcde", "a", "axy", "abcdef")))
        .containsExactlyInAnyOrder("abcde", "a", "axy");
  }

  @Test
  void a_huge_text_costs_nothing() {
    var huge = "x".repeat(50_000_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(Nearest.to(huge, KNOWN)).isEmpty());
  }

  @Test
  void a_hint_is_half_a_sentence_or_nothing() {
    assertThat(Nearest.hint("serverz", List.of("servers", "interval")))
        .isEqualTo("; did you mean servers?");
    assertThat(Nearest.hint("xyz", List.of("interval"))).isEmpty();
  }
}
