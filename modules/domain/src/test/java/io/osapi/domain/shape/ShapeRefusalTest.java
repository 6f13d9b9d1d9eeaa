package io.osapi.domain.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What is not read, and what is said about it. */
class ShapeRefusalTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  public enum Speed {
    SLOW,
    FAST
  }

  public record Point(@About("Across") int x, @About("Up") int y) {}

  public record Strict(
      @About("…") Optional<String> text,
      @About("…") @Matches(value = "[a-z]{1,15}", hint = "must be 1 to 15 letters")
          Optional<String> name,
      @About("…") @Range(min = 1, max = 20) Optional<Long> count,
      @About("…") @Range(min = 0.2, max = 10) Optional<Double> seconds,
      @About("…") Optional<Boolean> enabled,
      @About("…") Optional<Instant> since,
      @About("…") Optional<Duration> interval,
      @About("…") Optional<Speed> speed,
      @About("…") @Range(min = 1, max = 3) Optional<List<String>> servers,
      @About("…") @Range(max = 2) Optional<Map<String, Long>> sizes,
      @About("…") Optional<List<Point>> path,
      @About("…") Optional<Point> origin,
      @About("…") @Matches(value = "[a-z]+", hint = "must be letters")
          Optional<List<String>> words) {}

  private static final Shape<Strict> SHAPE = Shape.of(Strict.class);
  private static final String TOO_LONG = "x".repeat(Type.MAX_TEXT_LENGTH + 1);

  /** Member, value, pointer and code of the only violation. */
  static final List<Arguments> REFUSED =
      List.of(
          Arguments.of("text", 7, "/text", "wrong-type"),
          Arguments.of("text", TOO_LONG, "/text", "too-long"),
          Arguments.of("name", "UPPER", "/name", "bad-format"),
          Arguments.of("name", "abc\n", "/name", "bad-format"),
          Arguments.of("count", "7", "/count", "wrong-type"),
          Arguments.of("count", 1.5, "/count", "wrong-type"),
          Arguments.of("count", Double.NaN, "/count", "wrong-type"),
          Arguments.of("count", 0, "/count", "out-of-range"),
          Arguments.of("count", 21, "/count", "out-of-range"),
          Arguments.of("count", BigInteger.ONE.shiftLeft(64), "/count", "out-of-range"),
          Arguments.of("seconds", "1", "/seconds", "wrong-type"),
          Arguments.of("seconds", 0.1, "/seconds", "out-of-range"),
          Arguments.of("seconds", 10.1, "/seconds", "out-of-range"),
          Arguments.of("seconds", Double.NaN, "/seconds", "out-of-range"),
          Arguments.of("seconds", Double.POSITIVE_INFINITY, "/seconds", "out-of-range"),
          Arguments.of("enabled", "true", "/enabled", "wrong-type"),
          Arguments.of("since", 0, "/since", "wrong-type"),
          Arguments.of("since", "yesterday", "/since", "bad-format"),
          Arguments.of("interval", 5, "/interval", "wrong-type"),
          Arguments.of("interval", "5s", "/interval", "bad-format"),
          Arguments.of("speed", "faster", "/speed", "unknown-value"),
          Arguments.of("speed", "FAST", "/speed", "unknown-value"),
          Arguments.of("speed", 1, "/speed", "unknown-value"),
          Arguments.of("servers", "a", "/servers", "wrong-type"),
          Arguments.of("servers", List.of(), "/servers", "out-of-range"),
          Arguments.of("servers", List.of("a", "b", "c", "d"), "/servers", "out-of-range"),
          Arguments.of("servers", List.of("a", 1), "/servers/1", "wrong-type"),
          Arguments.of("servers", Arrays.asList("a", null), "/servers/1", "required"),
          Arguments.of("sizes", List.of(), "/sizes", "wrong-type"),
          Arguments.of("sizes", Map.of("a", 1, "b", 2, "c", 3), "/sizes", "out-of-range"),
          Arguments.of("sizes", Map.of("a/b~c", "x"), "/sizes/a~1b~0c", "wrong-type"),
          Arguments.of("path", List.of(Map.of("x", 1)), "/path/0/y", "required"),
          Arguments.of("path", List.of(7), "/path/0", "wrong-type"),
          Arguments.of("origin", Map.of("x", 1, "y", 2, "z", 3), "/origin/z", "unknown-member"),
          Arguments.of("origin", "0,0", "/origin", "wrong-type"),
          Arguments.of("words", List.of("ok", "NO"), "/words/1", "bad-format"),
          Arguments.of("nam", "x", "/nam", "unknown-member"),
          Arguments.of("a/b", "x", "/a~1b", "unknown-member"));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void a_value_that_breaks_a_rule_is_refused_where_it_stands(
      String member, Object value, String pointer, String code) {
    assertThat(violations(SHAPE, Map.of(member, value)))
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.pointer()).isEqualTo(pointer);
          assertThat(violation.code()).isEqualTo(code);
          assertThat(violation.message()).isNotBlank();
        });
  }

  @Test
  void values_at_the_bounds_are_read() {
    var values = new LinkedHashMap<String, Object>();
    values.put("count", 20);
    values.put("seconds", 0.2);
    values.put("servers", List.of("a", "b", "c"));
    values.put("text", "x".repeat(Type.MAX_TEXT_LENGTH));

    assertThat(SHAPE.read(values).count()).contains(20L);
    assertThat(SHAPE.read(Map.of("count", 1)).count()).contains(1L);
  }

  @Test
  void a_whole_number_may_be_written_in_any_way() {
    assertThat(
            Stream.of(7, 7L, 7.0, new BigDecimal("7.00"), new BigDecimal("0.7e1"), BigInteger.TEN)
                .map(number -> SHAPE.read(Map.of("count", number)).count().orElseThrow()))
        .containsExactly(7L, 7L, 7L, 7L, 7L, 10L);
  }

  @Test
  void a_number_with_a_huge_exponent_costs_nothing() {
    for (var text : List.of("1e100000000", "-1e100000000", "1e-100000000", "1e999999999")) {
      for (var member : List.of("count", "seconds")) {
        assertTimeoutPreemptively(
            AT_ONCE,
            () -> assertThat(violations(SHAPE, Map.of(member, new BigDecimal(text)))).hasSize(1));
      }
    }
  }

  @Test
  void all_violations_are_told_at_once() {
    record Place(String pointer, String code) {}
    var values =
        Map.of(
            "nam",
            "x",
            "count",
            99,
            "origin",
            Map.of("x", "left", "z", 1),
            "servers",
            List.of(1, 2));

    assertThat(violations(SHAPE, values))
        .extracting(violation -> new Place(violation.pointer(), violation.code()))
        .containsExactlyInAnyOrder(
            new Place("/nam", "unknown-member"),
            new Place("/count", "out-of-range"),
            new Place("/origin/x", "wrong-type"),
            new Place("/origin/y", "required"),
            new Place("/origin/z", "unknown-member"),
            new Place("/servers/0", "wrong-type"),
            new Place("/servers/1", "wrong-type"));
  }

  @Test
  void messages_say_what_would_be_right() {
    assertThat(message("nam", "x")).isEqualTo("is not known here; did you mean name?");
    assertThat(message("count", 21)).isEqualTo("must be a whole number from 1 to 20");
    assertThat(message("name", "X")).isEqualTo("must be 1 to 15 letters");
    assertThat(message("speed", "fats")).isEqualTo("must be one of slow, fast; did you mean fast?");
    assertThat(message("servers", List.of())).isEqualTo("must have 1 to 3 elements");
  }

  @Test
  void what_is_required_and_missing_or_null_is_told() {
    var nothing = new LinkedHashMap<String, Object>();
    nothing.put("x", null);

    assertThat(violations(Shape.of(Point.class), nothing))
        .containsExactlyInAnyOrder(Violation.required("/x"), Violation.required("/y"));
  }

  @Test
  void an_int_is_bounded_by_its_type() {
    assertThat(violations(Shape.of(Point.class), Map.of("x", 1L << 31, "y", 0)))
        .extracting(Violation::pointer, Violation::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("/x", "out-of-range"));
  }

  @Test
  void a_list_is_bounded_even_if_nothing_is_said() {
    var tooMany = IntStream.rangeClosed(0, Type.MAX_ELEMENTS).mapToObj(i -> "a").toList();

    assertThat(violations(SHAPE, Map.of("words", tooMany)))
        .extracting(Violation::code)
        .containsExactly("out-of-range");
  }

  /** Two fields with a rule between them. */
  public record Pair(@About("…") int low, @About("…") int high) {
    public Pair {
      if (low > high) {
        throw ProblemException.invalid(Violation.outOfRange("/low", "must not be above high"));
      }
    }
  }

  public record Pairs(@About("…") List<Pair> pairs) {}

  @Test
  void what_the_record_itself_refuses_is_a_violation_like_any_other() {
    assertThat(violations(Shape.of(Pair.class), Map.of("low", 2, "high", 1)))
        .extracting(Violation::pointer)
        .containsExactly("/low");
    assertThat(
            violations(
                Shape.of(Pairs.class),
                Map.of("pairs", List.of(Map.of("low", 1, "high", 2), Map.of("low", 2, "high", 1)))))
        .extracting(Violation::pointer)
        .containsExactly("/pairs/1/low");
  }

  private static String message(String member, Object value) {
    return violations(SHAPE, Map.of(member, value)).getFirst().message();
  }

  private static List<Violation> violations(Shape<?> shape, Map<String, ?> values) {
    return catchThrowableOfType(ProblemException.class, () -> shape.read(values)).violations();
  }
}
