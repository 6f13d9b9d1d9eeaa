package io.osapi.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
  /** The times that 48 bits of milliseconds hold. */
  private static final long LAST_MILLI = (1L << 48) - 1;

  @Property
  void every_id_is_a_uuid_of_version_7_and_the_ietf_variant(
      @ForAll @LongRange(max = LAST_MILLI) long milli, @ForAll int order, @ForAll long random) {
    var uuid = UUID.fromString(id(milli, order, random).value());

    assertThat(uuid.version()).isEqualTo(7);
    assertThat(uuid.variant()).isEqualTo(2);
  }

  @Property
  void the_time_stands_in_the_first_48_bits(@ForAll @LongRange(max = LAST_MILLI) long milli) {
    var uuid = UUID.fromString(id(milli, 0, 0).value());

    assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(milli);
  }

  @Property
  void later_ids_sort_later_whatever_their_chance(
      @ForAll @LongRange(max = LAST_MILLI - 1) long milli,
      @ForAll long random,
      @ForAll long laterRandom) {
    assertThat(id(milli, 0xFFF, random)).isLessThan(id(milli + 1, 0, laterRandom));
  }

  @Property
  void within_a_millisecond_the_order_decides(
      @ForAll @IntRange(max = 0xFFE) int order, @ForAll long random, @ForAll long laterRandom) {
    assertThat(id(1, order, random)).isLessThan(id(1, order + 1, laterRandom));
  }

  @Test
  void chance_alone_makes_different_ids() {
    assertThat(id(1, 1, 1)).isNotEqualTo(id(1, 1, 2));
  }

  @Test
  void an_id_is_read_as_it_was_written() {
    var id = id(1_769_860_800_000L, 5, 42);

    assertThat(JobId.parse(id.value())).contains(id);
    assertThat(id).hasToString(id.value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "019c13ec-9e00-4000-8000-000000000001",
        "019c13ec-9e00-7000-0000-000000000001",
        "019C13EC-9E00-7000-8000-000000000001",
        "019c13ec-9e00-7000-8000-0000000000010",
        "019c13ec9e0070008000000000000001",
        "019c13ec-9e00-7000-8000-00000000000*",
        "019c13ec-9e00-7000-8000-000000000001\n"
      })
  void text_that_is_no_id_names_no_job(String text) {
    assertThat(JobId.parse(text)).isEmpty();
    assertThatThrownBy(() -> new JobId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static JobId id(long milli, int order, long random) {
    return JobId.of(Instant.ofEpochMilli(milli), order, random);
  }
}
