package io.osapi.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.bootstrap.config.NatsClient.Login;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a role is to NATS, and where that is: several ways, and one of them. */
class NatsLoginTest extends ConfigurationFiles {
  private static final String API = "api.server.nats.";
  private static final String WORKER = "job.worker.nats.";
  private static final Map<String, String> SIGNED =
      Map.of("api.server.security.signing_key", SIGNING_KEY);

  @ParameterizedTest
  @ValueSource(strings = {"credentials_file", "creds_file", "nkey_file"})
  void a_file_is_named_by_any_of_three_keys(String key) {
    for (var section : List.of(API, WORKER)) {
      assertThat(login(section, Map.of(section + key, "/etc/osapi/key")))
          .contains(new Login.KeyFile(Path.of("/etc/osapi/key")));
    }
  }

  @Test
  void a_token_comes_from_a_value_or_from_a_file() {
    var file = file("token", "s3cret\n", "rw-------").toString();
    for (var section : List.of(API, WORKER)) {
      for (var given :
          List.of(Map.of(section + "token", "s3cret"), Map.of(section + "token_file", file))) {
        assertThat(login(section, given)).contains(new Login.Token(new Secret("s3cret")));
      }
    }
  }

  @Test
  void a_user_has_a_password_from_a_value_or_from_a_file() {
    var file = file("password", "s3cret\n", "rw-------").toString();
    for (var section : List.of(API, WORKER)) {
      for (var password :
          List.of(
              Map.of(section + "password", "s3cret"), Map.of(section + "password_file", file))) {
        var given = new HashMap<>(password);
        given.put(section + "username", "ada");
        assertThat(login(section, given)).contains(new Login.Password("ada", new Secret("s3cret")));
      }
    }
  }

  @Test
  void nothing_given_is_nobody() {
    assertThat(login(API, Map.of())).isEmpty();
  }

  @Test
  void two_ways_in_one_source_are_refused_by_both_names() {
    var ways = List.of("credentials_file", "creds_file", "nkey_file", "token", "username");
    for (int i = 0; i < ways.size(); i++) {
      for (int j = i + 1; j < ways.size(); j++) {
        var given = new HashMap<String, String>();
        given.put(WORKER + ways.get(i), "/etc/a");
        given.put(WORKER + ways.get(j), "/etc/b");
        given.put(WORKER + "password", "s3cret");
        var expected =
            WORKER + ways.get(j) + ": cannot stand beside " + WORKER + ways.get(i) + "; give one";
        assertThatThrownBy(() -> load(NO_VALUES, given)).hasMessageContaining(expected);
      }
    }
  }

  @Test
  void of_two_sources_the_later_one_wins() {
    var yaml = file("job: {worker: {nats: {credentials_file: /etc/osapi/key}}}");
    var variable = Map.of("OSAPI_JOB_WORKER_NATS_TOKEN", "s3cret");

    assertThat(load(yaml, variable, NO_VALUES, Use.WORKER).settings().worker().nats().login())
        .contains(new Login.Token(new Secret("s3cret")));
  }

  @Test
  void a_user_without_a_password_and_a_password_without_a_user_are_refused() {
    assertThatThrownBy(() -> load(NO_VALUES, Map.of(API + "username", "ada")))
        .hasMessageContaining(API + "username: needs " + API + "password too");
    assertThatThrownBy(() -> load(NO_VALUES, Map.of(API + "password", "s3cret")))
        .hasMessageContaining(API + "password: needs " + API + "username too");
  }

  @Test
  void several_servers_are_named_by_either_key_and_not_by_both() {
    var two = "nats://a:1,nats://b:2";
    for (var key : List.of("url", "urls")) {
      assertThat(client(WORKER, Map.of(WORKER + key, two)).servers())
          .containsExactly(URI.create("nats://a:1"), URI.create("nats://b:2"));
    }
    assertThatThrownBy(() -> load(NO_VALUES, Map.of(API + "url", two, API + "urls", two)))
        .hasMessageContaining(API + "urls: cannot stand beside " + API + "url; give one");
    assertThatThrownBy(() -> load(NO_VALUES, Map.of(API + "urls", two, API + "host", "a")))
        .hasMessageContaining(API + "urls: cannot stand beside " + API + "host; give one");
  }

  @Test
  void secrets_are_never_shown() {
    var given = Map.of(WORKER + "username", "ada", WORKER + "password", "s3cret");
    var configuration = load(NO_VALUES, given, Use.WORKER);

    assertThat(configuration.shown().toString()).doesNotContain("s3cret");
    assertThat(configuration.settings().worker().toString()).doesNotContain("s3cret");
  }

  private static Optional<Login> login(String section, Map<String, String> flags) {
    return client(section, flags).login();
  }

  private static NatsClient client(String section, Map<String, String> flags) {
    var all = new HashMap<>(flags);
    all.putAll(SIGNED);
    var settings = load(NO_VALUES, all, Use.API, Use.WORKER).settings();
    return section.equals(API) ? settings.api().nats() : settings.worker().nats();
  }
}
