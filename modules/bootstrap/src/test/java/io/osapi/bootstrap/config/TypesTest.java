package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypesTest {
  private static final Type<Duration> ANY_DURATION =
      Types.duration(Duration.ZERO, Duration.ofDays(3650));
  private static final Type<Long> ANY_SIZE = Types.size(0, Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S, 30s",
    "2m, PT2M, 2m",
    "24h, PT24H, 24h",
    "7d, PT168H, 7d",
    "1h30m, PT1H30M, 1h30m",
    "100ms, PT0.1S, 100ms",
    "1m100ms, PT1M0.1S, 1m100ms",
    "90s, PT1M30S, 1m30s",
    "0s, PT0S, 0s",
    "1d, PT24H, 24h",
    "1d12h, PT36H, 36h",
    "2d12h, PT60H, 2d12h"
  })
  void a_duration_is_read_and_written(String text, Duration duration, String written) {
    assertThat(read(ANY_DURATION, text)).isEqualTo(duration);
    assertThat(ANY_DURATION.writer().apply(duration)).isEqualTo(written);
    assertThat(read(ANY_DURATION, written)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "s",
        "-30s",
        "1.5h",
        "30 s",
        "30s1m",
        "1m1m",
        "30S",
        "PT30S",
        "1w",
        "30sec",
        "99999999999999999999s",
        "9223372036854775807d",
        "3651d"
      })
  void anything_else_is_no_duration(String text) {
    refuses(ANY_DURATION, text);
  }

  @ParameterizedTest
  @CsvSource({
    "1073741824, 1073741824, 1GiB",
    "1GiB, 1073741824, 1GiB",
    "512 MiB, 536870912, 512MiB",
    "1GB, 1000000000, 1000000000",
    "1kB, 1000, 1000",
    "1KB, 1000, 1000",
    "1KiB, 1024, 1KiB",
    "2TiB, 2199023255552, 2TiB",
    "7B, 7, 7",
    "0, 0, 0"
  })
  void a_size_is_read_and_written(String text, long bytes, String written) {
    assertThat(read(ANY_SIZE, text)).isEqualTo(bytes);
    assertThat(ANY_SIZE.writer().apply(bytes)).isEqualTo(written);
    assertThat(read(ANY_SIZE, written)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GiB", "-1", "1.5GiB", "1gib", "1G", "1PiB", "9999999999TiB"})
  void anything_else_is_no_size(String text) {
    refuses(ANY_SIZE, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "11", "1.0", "+", "ten", " 1", "99999999999999999999"})
  void a_whole_number_is_of_digits_and_within_its_range(String text) {
    refuses(Types.whole(1, 10), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "True", "1", "on"})
  void a_flag_is_true_or_false(String text) {
    refuses(Types.FLAG, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "web-01.example.com", "10.0.0.1", "::1", "fe80::1", "a"})
  void a_host_is_a_name_or_an_address(String text) {
    assertThat(read(Types.HOST, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a b", "a/b", "http://a", "a:80", "a\nb", "a_b"})
  void anything_else_is_no_host(String text) {
    refuses(Types.HOST, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "ftp://a",
        "http:///x",
        "http://u:p@a",
        "http://a?b",
        "http://a b",
        "http://a:99999"
      })
  void a_url_has_a_scheme_and_a_host_and_no_password(String text) {
    refuses(Types.uri("http://x", Set.of("http", "https")), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "null", "https://a/", "https://a/b", "a", "https://u@a"})
  void an_origin_is_scheme_host_and_port(String text) {
    refuses(Types.ORIGIN, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "./a", "../a", "~", "~a/b", "/a\0b"})
  void a_path_is_absolute(String text) {
    refuses(Types.PATH, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ">", "a.*", "a..b", ".a", "a.", "a b", "a.>.b"})
  void a_subject_is_of_tokens_and_may_end_open(String text) {
    refuses(Types.SUBJECT, text);
  }

  @Test
  void a_list_is_read_from_items_and_from_commas() {
    var list = Types.list(Types.whole(1, 10), 0, 3);

    assertThat(list.reader().apply(new Raw.Items(List.of(new Raw.Text("1"), new Raw.Text("2")))))
        .containsExactly(1, 2);
    assertThat(read(list, "1, 2 ,3")).containsExactly(1, 2, 3);
    assertThat(read(list, "")).isEmpty();
    refuses(list, "1,,2");
    refuses(list, "1,2,3,4");
    assertThatThrownBy(() -> list.reader().apply(new Raw.Entries(Map.of())))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=b", "a=1,a=2", "a=b=c", "a.b=c", "a=x y", "a="})
  void labels_are_pairs_of_valid_texts(String text) {
    refuses(Types.LABELS, text);
  }

  @Test
  void a_mistyped_choice_is_told_the_nearest() {
    assertThatThrownBy(() -> read(Types.choice(Job.Storage.class), "fiel"))
        .hasMessage("must be one of file, memory, not 'fiel'; did you mean file?");
  }

  @Test
  void the_sync_interval_may_be_always() {
    assertThat(read(Types.SYNC_INTERVAL, "always")).isEqualTo(new SyncInterval.Always());
    assertThat(read(Types.SYNC_INTERVAL, "1s"))
        .isEqualTo(new SyncInterval.Every(Duration.ofSeconds(1)));
    refuses(Types.SYNC_INTERVAL, "never");
  }

  @Test
  void a_long_value_is_not_repeated_in_its_refusal() {
    assertThatThrownBy(() -> read(Types.FLAG, "x".repeat(81))).hasMessage("must be true or false");
  }

  private static <T> T read(Type<T> type, String text) {
    return type.reader().apply(new Raw.Text(text));
  }

  private static void refuses(Type<?> type, String text) {
    assertThatThrownBy(() -> read(type, text)).isInstanceOf(Refused.class);
  }
}
