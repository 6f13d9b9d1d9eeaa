package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.architecture.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleSecretsTest {
  /**
   * {@code signing_key: value} and {@code …SIGNING_KEY=value}, as far as the value is a literal.
   */
  private static final Pattern SIGNING_KEY =
      Pattern.compile("(?i)signing_key\\s*[:=]\\s*[\"']?([^\\s\"'`$<|{}()]+)");

  private static final List<String> ENDINGS = List.of(".md", ".yaml", ".yml", ".env", ".service");

  @Test
  void every_usable_signing_key_of_our_documents_and_examples_is_known() throws IOException {
    for (var document : documents()) {
      var values = SIGNING_KEY.matcher(Files.readString(document)).results();

      assertThat(values.map(value -> value.group(1)).filter(SampleSecretsTest::isLongEnough))
          .as("signing keys in %s", document)
          .isSubsetOf(SampleSecrets.SIGNING_KEYS);
    }
  }

  @Test
  void every_known_sample_would_be_accepted_otherwise() {
    assertThat(SampleSecrets.SIGNING_KEYS).allMatch(SampleSecretsTest::isLongEnough);
  }

  @Test
  void a_signing_key_in_a_document_is_found() {
    assertThat(SIGNING_KEY.matcher("  signing_key: \"abc\"").results()).hasSize(1);
    assertThat(SIGNING_KEY.matcher("OSAPI_API_SERVER_SECURITY_SIGNING_KEY=abc").results())
        .hasSize(1);
    assertThat(SIGNING_KEY.matcher("SIGNING_KEY=$(openssl rand)").results()).isEmpty();
  }

  private static boolean isLongEnough(String value) {
    return new Secret(value).bytes().length >= Checks.MIN_SIGNING_KEY_BYTES;
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(Project.ROOT)) {
      return files
          .filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> !Project.isBuilt(file))
          .toList();
    }
  }
}
