package io.osapi.domain.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a record looks like from outside, and the way there and back. */
class ShapeTest {

  public enum Speed {
    SLOW,
    VERY_FAST
  }

  public record Point(@About("Across") int x, @About("Up") int y) {}

  /** One component of every type that there is. */
  public record Everything(
      @About("Text") String text,
      @About("A small number") int small,
      @About("A large number") long large,
      @About("A decimal") double ratio,
      @About("A flag") boolean enabled,
      @About("A time") Instant since,
      @About("A length of time") Duration interval,
      @About("A choice") Speed speed,
      @About("A list") List<String> servers,
      @About("A list of records") List<Point> path,
      @About("A map") Map<String, Long> sizes,
      @About("A record") Point origin,
      @About("May be missing") Optional<Duration> grace) {}

  private static final Shape<Everything> SHAPE = Shape.of(Everything.class);

  private static final Everything RECORD =
      new Everything(
          "größer",
          -3,
          Long.MAX_VALUE,
          0.25,
          true,
          Instant.parse("2026-01-31T12:00:00.120Z"),
          Duration.ofMillis(1_500),
          Speed.VERY_FAST,
          List.of("a", "b"),
          List.of(new Point(1, 2), new Point(3, 4)),
          Map.of("disk", 7L),
          new Point(0, 0),
          Optional.of(Duration.ofMinutes(2)));

  private static Map<String, Object> plain() {
    var values = new LinkedHashMap<String, Object>();
    values.put("text", "größer");
    values.put("small", -3);
    values.put("large", Long.MAX_VALUE);
    values.put("ratio", 0.25);
    values.put("enabled", true);
    values.put("since", "2026-01-31T12:00:00.120Z");
    values.put("interval", "PT1.5S");
    values.put("speed", "very_fast");
    values.put("servers", List.of("a", "b"));
    values.put("path", List.of(Map.of("x", 1, "y", 2), Map.of("x", 3, "y", 4)));
    values.put("sizes", Map.of("disk", 7L));
    values.put("origin", Map.of("x", 0, "y", 0));
    values.put("grace", "PT2M");
    return values;
  }

  @Test
  void a_record_of_every_type_is_written_as_plain_values_in_the_order_of_its_fields() {
    assertThat(SHAPE.write(RECORD)).containsExactlyEntriesOf(plain());
  }

  @Test
  void plain_values_of_every_type_are_read() {
    assertThat(SHAPE.read(plain())).isEqualTo(RECORD);
  }

  @Test
  void an_absent_optional_is_left_out_and_read_as_absent() {
    var values = plain();
    values.remove("grace");
    var read = SHAPE.read(values);

    assertThat(read.grace()).isEmpty();
    assertThat(SHAPE.write(read)).doesNotContainKey("grace");
  }

  @Test
  void an_optional_that_is_null_is_absent() {
    var values = plain();
    values.put("grace", null);

    assertThat(SHAPE.read(values).grace()).isEmpty();
  }

  @Test
  void times_are_written_with_three_digits_of_milliseconds() {
    assertThat(Plain.timeText(Instant.parse("2026-01-31T12:00:00Z")))
        .isEqualTo("2026-01-31T12:00:00.000Z");
    assertThat(Plain.timeText(Instant.parse("2026-01-31T12:00:00.1Z")))
        .isEqualTo("2026-01-31T12:00:00.100Z");
    assertThat(Plain.timeText(Instant.parse("2026-01-31T12:00:00.123456789Z")))
        .isEqualTo("2026-01-31T12:00:00.123Z");
  }

  @Test
  void a_time_may_be_given_with_an_offset() {
    var values = plain();
    values.put("since", "2026-01-31T13:00:00.12+01:00");

    assertThat(SHAPE.read(values).since()).isEqualTo(RECORD.since());
  }

  @Test
  void names_are_in_snake_case() {
    record Names(@About("…") String oneTwo, @About("…") double load_1m, @About("…") String plain) {}

    assertThatThrownBy(() -> Shape.of(Names.class)).hasMessageContaining("must be public");
    assertThat(Shape.of(Named.class).fields())
        .extracting(Field::name)
        .containsExactly("total_bytes", "load_1m", "plain");
  }

  public record Named(
      @About("…") long totalBytes, @About("…") double load_1m, @About("…") String plain) {}

  @Test
  void a_component_without_about_is_refused() {
    assertThatThrownBy(() -> Shape.of(WithoutAbout.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WithoutAbout.undescribed lacks @About");
  }

  public record WithoutAbout(@About("…") String described, String undescribed) {}

  @Test
  void a_component_within_a_component_without_about_is_refused_as_well() {
    assertThatThrownBy(() -> Shape.of(Outer.class)).hasMessageContaining("lacks @About");
  }

  public record Outer(@About("…") List<WithoutAbout> inner) {}

  @Test
  void a_component_of_a_type_that_cannot_be_described_is_refused() {
    assertThatThrownBy(() -> Shape.of(WithObject.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("WithObject.anything");
    assertThatThrownBy(() -> Shape.of(WithIntKeys.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  public record WithObject(@About("…") Object anything) {}

  public record WithIntKeys(@About("…") Map<Integer, String> byNumber) {}

  @Test
  void what_is_neither_optional_nor_has_a_fallback_is_required() {
    var fields = Shape.of(Defaults.class).fields();

    assertThat(fields).filteredOn(Field::required).extracting(Field::name).containsExactly("must");
    assertThat(fields.get(1).fallback()).contains("3");
  }

  /** A fallback of each type that has a text form. */
  public record Defaults(
      @About("…") String must,
      @About("…") @Fallback("3") int count,
      @About("…") @Fallback("4294967296") long size,
      @About("…") @Fallback("0.5") double ratio,
      @About("…") @Fallback("true") boolean enabled,
      @About("…") @Fallback("PT1S") Duration interval,
      @About("…") @Fallback("2026-01-31T12:00:00Z") Instant since,
      @About("…") @Fallback("slow") Speed speed,
      @About("…") @Fallback("a,b") List<String> servers,
      @About("…") @Fallback("") List<String> none,
      @About("…") @Fallback("words") String text,
      @About("…") Optional<String> may) {}

  @Test
  void what_is_left_out_has_its_fallback() {
    assertThat(Shape.of(Defaults.class).read(Map.of("must", "x")))
        .isEqualTo(
            new Defaults(
                "x",
                3,
                4_294_967_296L,
                0.5,
                true,
                Duration.ofSeconds(1),
                Instant.parse("2026-01-31T12:00:00Z"),
                Speed.SLOW,
                List.of("a", "b"),
                List.of(),
                "words",
                Optional.empty()));
  }

  @Test
  void a_value_that_is_given_wins_over_the_fallback() {
    assertThat(Shape.of(Defaults.class).read(Map.of("must", "x", "count", 9)).count()).isEqualTo(9);
  }

  @Test
  void lists_and_maps_that_were_read_cannot_be_changed() {
    var read = SHAPE.read(plain());

    assertThatThrownBy(() -> read.servers().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.sizes().put("x", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
