package io.osapi.adapters.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.os.Exposition.Sample;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
  private static final int ROUNDS = 2_000;
  private static final String NAME_CHARACTERS = "abzABZ_:09";
  private static final String TEXT_CHARACTERS = "az09 \\\"\n{},=#\té€😀";

  @Test
  void a_name_a_value_and_labels_make_a_sample() throws IOException {
    var text =
        """
        # HELP http_requests_total The total number of HTTP requests.
        # TYPE http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{method="post",code="400",}    3 1395066363000

        # a comment
        	msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find:\\n\\"it\\""} 1.458255915e9
        metric_without_timestamp_and_labels 12.47
        something_weird{problem="division by zero"} +Inf -3982045
        nothing{} NaN
        spaced { a = "b" , c = "d" } -1
        """;

    assertThat(parse(text))
        .containsExactly(
            new Sample("http_requests_total", Map.of("method", "post", "code", "200"), 1027),
            new Sample("http_requests_total", Map.of("method", "post", "code", "400"), 3),
            new Sample(
                "msdos_file_access_time_seconds",
                Map.of("path", "C:\\DIR\\FILE.TXT", "error", "Cannot find:\n\"it\""),
                1.458255915e9),
            new Sample("metric_without_timestamp_and_labels", Map.of(), 12.47),
            new Sample(
                "something_weird", Map.of("problem", "division by zero"), Double.POSITIVE_INFINITY),
            new Sample("nothing", Map.of(), Double.NaN),
            new Sample("spaced", Map.of("a", "b", "c", "d"), -1));
  }

  @Test
  void only_what_is_wanted_is_kept() throws IOException {
    assertThat(Exposition.parse(new StringReader("a 1\nb 2\na 3\n"), "a"::equals))
        .extracting(Sample::value)
        .containsExactly(1.0, 3.0);
  }

  @ParameterizedTest
  @CsvSource({"0x10", "1_000", "1d", "Infinity", "nan", "1e", "--1", ".", "''", "one"})
  void what_is_no_number_is_refused(String value) {
    assertRefused("a " + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1a 1",
        "a{ 1",
        "a{b} 1",
        "a{b=c} 1",
        "a{b=\"c} 1",
        "a{b=\"\\x\"} 1",
        "a{b=\"c\" d=\"e\"} 1",
        "a{b=\"c\",,} 1",
        "a{b=\"c\",b=\"d\"} 1",
        "a{1b=\"c\"} 1",
        "a{b:c=\"d\"} 1",
        "a{b=\"\\",
        "{\"a.b\"} 1",
        "a 1 now",
        "a 1 2 3",
        "<html>"
      })
  void a_line_that_is_not_of_the_format_spoils_the_whole(String line) {
    assertRefused(line);
  }

  @Test
  void a_line_that_is_not_wanted_spoils_it_as_well() {
    assertThatThrownBy(() -> Exposition.parse(new StringReader("b ?\n"), "a"::equals))
        .isInstanceOf(OperationFailure.class);
  }

  /** The seed is told, so that a failure can be had again. */
  @Test
  void what_an_exporter_writes_is_read_as_it_was_meant() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      var meant = sample(random);
      var text = written(meant);
      assertThat(parse(text)).as("seed %s: %s", seed, text).isEqualTo(List.of(meant));
    }
  }

  /** Nothing but its own refusal may come out, whatever goes in. */
  @Test
  void any_text_is_read_or_refused() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      var text = new StringBuilder(written(sample(random)));
      text.setCharAt(
          random.nextInt(text.length()),
          TEXT_CHARACTERS.charAt(random.nextInt(TEXT_CHARACTERS.length())));
      try {
        parse(text.toString());
      } catch (OperationFailure refused) {
        assertThat(refused).as("seed %s: %s", seed, text).hasMessageStartingWith("line ");
      }
    }
  }

  private static Sample sample(Random random) {
    var labels = new LinkedHashMap<String, String>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      labels.put("l" + i + word(random).replace(":", ""), text(random));
    }
    double[] values = {0, -1, 1e-300, random.nextGaussian(), Double.NaN, Double.NEGATIVE_INFINITY};
    return new Sample("m" + word(random), labels, values[random.nextInt(values.length)]);
  }

  private static String written(Sample sample) {
    var labels = new StringBuilder();
    sample
        .labels()
        .forEach((name, value) ->
            labels
                .append(name)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append("\","));
    var value = String.valueOf(sample.value()).replace("Infinity", "Inf");
    return sample.name() + "{" + labels + "} " + value + "\n";
  }

  private static String word(Random random) {
    return characters(random, NAME_CHARACTERS);
  }

  private static String text(Random random) {
    return characters(random, TEXT_CHARACTERS);
  }

  private static String characters(Random random, String from) {
    var points = from.codePoints().toArray();
    var text = new StringBuilder();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  private static List<Sample> parse(String text) throws IOException {
    return Exposition.parse(new StringReader(text), _ -> true);
  }

  private static void assertRefused(String line) {
    assertThatThrownBy(() -> parse("fine 1\n" + line + "\n"))
        .isInstanceOf(OperationFailure.class)
        .hasMessageStartingWith("line 2 of the exporter's answer lacks ");
  }
}
