package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of jobs that somebody else has written. */
@Timeout(30)
class HostileFileTest {
  @TempDir private Path directory;

  static Stream<Arguments> files() {
    return Stream.of(
        arguments("{\"a\":".repeat(100_000), "depth"),
        arguments("[".repeat(100_000), "depth"),
        arguments("{\"operation\":{},\"operation\":{}}", "Duplicate"),
        arguments("[]", "must be a JSON object"),
        arguments("{} {}", "More text after the value"),
        arguments("{\"a\":" + "9".repeat(2_000_000) + "}", "bytes"),
        arguments("{\"a\":" + "9".repeat(10_000) + "}", "umber"),
        // What YAML would make more of.
        arguments("a: &a [x, x]\nb: [*a, *a]\n", "is not JSON"),
        arguments("!!javax.script.ScriptEngineManager [x]\n", "is not JSON"),
        arguments("{\"a\": NaN}", "is not JSON"),
        arguments("\u001b[2J\u009b31m", "is not JSON"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void what_is_no_small_plain_json_is_refused_and_nothing_is_sent(String text, String why)
      throws Exception {
    var file = Files.writeString(directory.resolve("job.json"), text, StandardCharsets.UTF_8);
    try (var api = new RecordedApi()) {
      var outcome = Shell.at(api).run("client", "job", "add", "--json-file", file.toString());

      assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
      assertThat(outcome.err()).contains(why).hasSizeLessThan(2_000);
      assertThat(outcome.err().chars().filter(c -> c != '\n')).noneMatch(Character::isISOControl);
      assertThat(api.asked()).isEmpty();
    }
  }
}
