package io.osapi.application.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.port.Tracing.Position;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By W3C Trace Context, whose own examples these are where it has some. */
class PositionTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  @Test
  void what_is_handed_on_is_what_came() {
    var position = Position.parse(List.of(PARENT), List.of("rojo=00f067aa0ba902b7")).orElseThrow();

    assertThat(position).isEqualTo(new Position(TRACE, SPAN, "01", "rojo=00f067aa0ba902b7"));
    assertThat(position.carrier())
        .isEqualTo(Map.of("traceparent", PARENT, "tracestate", "rojo=00f067aa0ba902b7"));
  }

  @Test
  void without_a_state_none_is_handed_on() {
    assertThat(Position.parse(List.of(PARENT), List.of()).orElseThrow().carrier())
        .isEqualTo(Map.of("traceparent", PARENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
      })
  void what_breaks_the_rules_is_no_parent(String parent) {
    assertThat(Position.parse(List.of(parent), List.of())).isEmpty();
  }

  @Test
  void two_parents_are_none() {
    assertThat(Position.parse(List.of(PARENT, PARENT), List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"cc, 01, -what-the-future-adds", "00, 00, ''", "00, 03, ''"})
  void a_later_version_may_say_more_and_is_read_as_ours(String version, String flags, String more) {
    var parent = version + "-" + TRACE + "-" + SPAN + "-" + flags + more;

    assertThat(Position.parse(List.of(parent), List.of()).orElseThrow().traceParent())
        .isEqualTo("00-" + TRACE + "-" + SPAN + "-" + flags);
  }

  @Test
  void flags_that_nobody_has_defined_are_not_handed_on() {
    var parent = "00-" + TRACE + "-" + SPAN + "-fd";

    assertThat(Position.parse(List.of(parent), List.of()).orElseThrow().flags()).isEqualTo("01");
  }

  @Test
  void states_of_several_fields_are_one() {
    var states = List.of("rojo=1 , ", "tenant@congo=t61rcWkgMzE");

    assertThat(Position.parse(List.of(PARENT), states).orElseThrow().state())
        .isEqualTo("rojo=1,tenant@congo=t61rcWkgMzE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-value", "Upper=1", "a=b=c", "a=\u001b[31m", "a=b\r\nInjected: 1"})
  void a_state_that_breaks_the_rules_is_dropped_and_the_parent_stays(String state) {
    assertThat(Position.parse(List.of(PARENT), List.of("fine=1", state)))
        .contains(new Position(TRACE, SPAN, "01", ""));
  }

  @Test
  void a_state_has_a_bound() {
    var long512 = "a=" + "x".repeat(255) + ",b=" + "x".repeat(252);

    assertThat(Position.parse(List.of(PARENT), List.of(long512)).orElseThrow().state())
        .hasSize(512);
    assertThat(Position.parse(List.of(PARENT), List.of(long512 + "x")).orElseThrow().state())
        .isEmpty();
    assertThat(
            Position.parse(List.of(PARENT), Collections.nCopies(33, "a=1")).orElseThrow().state())
        .isEmpty();
  }
}
