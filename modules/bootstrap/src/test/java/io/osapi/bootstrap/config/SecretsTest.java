package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values that nobody else may see, and where they may come from. */
class SecretsTest extends ConfigurationFiles {
  @Test
  void only_who_signs_needs_the_signing_key() {
    assertThat(load(NO_VALUES, NO_VALUES, Use.WORKER, Use.NATS, Use.INSPECTION)).isNotNull();
    for (var use : List.of(Use.API, Use.TOKENS)) {
      assertThatThrownBy(() -> load(NO_VALUES, NO_VALUES, use))
          .hasMessageContaining("api.server.security.signing_key: is needed");
    }
    assertThatThrownBy(() -> load(NO_VALUES, NO_VALUES, Use.CLIENT))
        .hasMessageContaining("api.client.security.bearer_token: is needed");
  }

  @Test
  void a_signing_key_that_is_weak_or_stands_in_an_example_is_refused() {
    var weak = Map.of("api.server.security.signing_key", "x".repeat(31));

    for (var use : List.of(Use.API, Use.TOKENS, Use.INSPECTION)) {
      assertThatThrownBy(() -> load(NO_VALUES, weak, use))
          .hasMessageContaining("must have at least 32 bytes; it has 31");
      for (var sample : SampleSecrets.SIGNING_KEYS) {
        assertThatThrownBy(
                () -> load(NO_VALUES, Map.of("api.server.security.signing_key", sample), use))
            .hasMessageContaining("is the value of an example")
            .hasMessageNotContaining(sample);
      }
    }
    assertThat(load(NO_VALUES, weak, Use.WORKER)).isNotNull();
  }

  @Test
  void the_length_of_a_signing_key_is_counted_in_bytes() {
    var sixteenTimesTwoBytes = Map.of("api.server.security.signing_key", "ä".repeat(16));

    assertThat(
            load(NO_VALUES, sixteenTimesTwoBytes, Use.API)
                .settings()
                .signingKeys()
                .getFirst()
                .bytes())
        .hasSize(32);
  }

  @Test
  void a_secret_is_read_from_its_file_without_the_last_newline() {
    var secret = file("secret", SIGNING_KEY + "\n", "rw-------");

    for (var configuration :
        List.of(
            load(Map.of("OSAPI_API_SERVER_SECURITY_SIGNING_KEY_FILE", "" + secret), NO_VALUES),
            load(NO_VALUES, Map.of("api.server.security.signing_key_file", "" + secret)),
            load(
                file("api: {server: {security: {signing_key_file: " + secret + "}}}"),
                NO_VALUES,
                NO_VALUES))) {
      assertThat(configuration.settings().signingKeys().getFirst().reveal()).isEqualTo(SIGNING_KEY);
      assertThat(configuration.warnings()).isEmpty();
    }
  }

  @Test
  void a_secret_file_that_is_missing_or_empty_is_a_fault() {
    var missing = directory.resolve("missing");
    var empty = file("empty", "\n", "rw-------");
    var name = "api.client.security.bearer_token_file";

    assertThatThrownBy(() -> load(NO_VALUES, Map.of(name, "" + missing)))
        .hasMessageEndingWith(name + ": the file " + missing + " does not exist");
    assertThatThrownBy(() -> load(NO_VALUES, Map.of(name, "" + empty)))
        .hasMessageContaining("must be a text of 1 to");
  }

  @Test
  void a_secret_and_its_file_cannot_stand_in_one_source() {
    var both =
        Map.of(
            "OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", "t",
            "OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN_FILE", "/run/secrets/token");

    assertThatThrownBy(() -> load(both, NO_VALUES))
        .hasMessageContaining("cannot stand beside api.client.security.bearer_token; give one");
  }

  @Test
  void a_secret_overrides_the_file_for_it_from_an_earlier_source() {
    var file = file("api: {client: {security: {bearer_token_file: /nowhere}}}");
    var token = Map.of("OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", "mine");

    assertThat(load(file, token, NO_VALUES).settings().client().bearerToken())
        .contains(new Secret("mine"));
  }

  @Test
  void secrets_are_masked_wherever_they_are_shown() {
    var configuration =
        load(NO_VALUES, Map.of("api.server.security.signing_key", SIGNING_KEY), Use.API);

    assertThat(value(configuration, "api.server.security.signing_key")).isEqualTo("********");
    assertThat(configuration.settings().api().toString()).doesNotContain(SIGNING_KEY);
  }

  @Test
  void a_refused_secret_is_not_repeated() {
    assertThatThrownBy(
            () -> load(Map.of("OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN", "top\nsecret"), NO_VALUES))
        .hasMessageNotContaining("top");
  }

  @Test
  void files_with_secrets_that_others_may_read_are_warned_of() {
    var secret = file("secret", "token", "rw-r-----");
    var yaml = file("osapi.yaml", "api: {client: {security: {bearer_token: t}}}", "rw-r--r--");

    assertThat(
            load(NO_VALUES, Map.of("api.client.security.bearer_token_file", "" + secret))
                .warnings())
        .singleElement()
        .asString()
        .startsWith(secret + " holds a secret");
    assertThat(load(yaml, NO_VALUES, NO_VALUES).warnings())
        .singleElement()
        .asString()
        .startsWith(yaml + " holds a secret");
    assertThat(load(file("debug: true"), NO_VALUES, NO_VALUES).warnings()).isEmpty();
  }
}
