package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key, or several to replace one by another. */
class SigningKeysTest {
  private static final String NEW = "the key that signs; of at least 32 bytes";
  private static final String OLD = "the key before that; of at least 32 bytes";
  private static final String ONE = "api.server.security.signing_key";
  private static final String SEVERAL = "api.server.security.signing_keys";
  private static final String VARIABLE = "OSAPI_API_SERVER_SECURITY_SIGNING_KEYS";

  @TempDir private Path directory;

  @Test
  void several_keys_are_taken_from_wherever_one_is_and_in_their_order() throws IOException {
    var secrets = Files.writeString(directory.resolve("secrets"), NEW + "\n" + OLD + "\r\n\n");
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
    var yaml = "api: {server: {security: {signing_keys: ['" + NEW + "', '" + OLD + "']}}}";

    for (var configuration :
        List.of(
            load("", Map.of(), Map.of(SEVERAL + "_file", secrets.toString())),
            load("", Map.of(VARIABLE + "_FILE", secrets.toString()), Map.of()),
            load("", Map.of(VARIABLE, NEW + "," + OLD), Map.of()),
            load(yaml, Map.of(), Map.of()))) {
      assertThat(configuration.settings().signingKeys())
          .containsExactly(new Secret(NEW), new Secret(OLD));
      assertThat(configuration.warnings()).noneMatch(warning -> warning.contains("secrets"));
    }
  }

  @Test
  void they_are_as_good_as_one_for_who_needs_it() {
    assertThat(load("", Map.of(VARIABLE, NEW), Map.of()).settings().api().signingKeys())
        .containsExactly(new Secret(NEW));
  }

  @Test
  void each_must_be_strong_and_none_an_example() {
    assertThatThrownBy(() -> load("", Map.of(VARIABLE, NEW + "," + "x".repeat(31)), Map.of()))
        .hasMessageContaining(SEVERAL + ": must have at least 32 bytes; it has 31");
    for (var sample : SampleSecrets.SIGNING_KEYS) {
      assertThatThrownBy(() -> load("", Map.of(VARIABLE, NEW + "," + sample), Map.of()))
          .hasMessageContaining(SEVERAL + ": is the value of an example");
    }
  }

  @Test
  void none_and_too_many_are_refused() {
    var nine = String.join(",", List.of("a", "b", "c", "d", "e", "f", "g", "h", "i"));
    for (var value : new String[] {"", ",", " , ", nine}) {
      assertThatThrownBy(() -> load("", Map.of(VARIABLE, value), Map.of()))
          .hasMessageContaining(SEVERAL + ": must be a list of 1 to 8");
    }
  }

  @Test
  void beside_the_one_key_they_are_a_riddle_in_one_source_and_override_it_from_a_later_one() {
    assertThatThrownBy(() -> load("", Map.of(), Map.of(ONE, OLD, SEVERAL, NEW)))
        .hasMessageContaining(SEVERAL + ": cannot stand beside " + ONE + "; give one of the two");

    var one = "api: {server: {security: {signing_key: '" + OLD + "'}}}";
    assertThat(load(one, Map.of(VARIABLE, NEW), Map.of()).settings().signingKeys())
        .containsExactly(new Secret(NEW));
    var several = "api: {server: {security: {signing_keys: ['" + OLD + "']}}}";
    assertThat(load(several, Map.of(), Map.of(ONE, NEW)).settings().signingKeys())
        .containsExactly(new Secret(NEW));
  }

  @Test
  void they_are_never_shown() {
    var configuration = load("", Map.of(VARIABLE, NEW + "," + OLD), Map.of());

    assertThat(configuration.shown())
        .filteredOn(shown -> shown.key().equals(SEVERAL))
        .extracting(Configuration.Shown::value)
        .containsExactly(Secret.MASK);
    assertThat(configuration.settings().api().toString()).doesNotContain(NEW);
  }

  private Configuration load(
      String yaml, Map<String, String> environment, Map<String, String> flags) {
    try {
      var file = Files.writeString(directory.resolve("osapi.yaml"), yaml);
      var surroundings = new Surroundings(false, Path.of("/home/ada"), "web-01", false);
      return Configuration.load(
          new Sources(Optional.of(file), environment, flags, surroundings), Set.of(Use.API));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
