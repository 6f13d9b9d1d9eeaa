package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.AuthenticationException;
import io.osapi.adapters.nats.Nats.Login;
import io.osapi.adapters.nats.key.NKey;
import io.osapi.adapters.nats.server.ForeignServer;
import io.osapi.application.contract.Samples;
import io.osapi.application.port.Tracing;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of somebody else's making, each with another way to ask who comes. */
class LoginTest {
  private static final Login TOKEN = new Login.Token("s3cret");
  private static final Login PASSWORD = new Login.Password("osapi", "s3cret");

  @TempDir private Path directory;

  @Test
  void a_token_lets_in_and_another_does_not() throws Exception {
    try (var server = ForeignServer.start(directory, "authorization { token: s3cret }")) {
      connect(server, TOKEN);
      refused(server, Optional.of(new Login.Token("other")));
      refused(server, Optional.empty());
    }
  }

  @Test
  void a_user_and_a_password_let_in_and_another_password_does_not() throws Exception {
    try (var server =
        ForeignServer.start(directory, "authorization { user: osapi, password: s3cret }")) {
      connect(server, PASSWORD);
      refused(server, Optional.of(new Login.Password("osapi", "other")));
      refused(server, Optional.of(new Login.Password("other", "s3cret")));
    }
  }

  @Test
  void a_seed_lets_in_and_another_does_not() throws Exception {
    var known = NKey.generate();
    var users = "authorization { users: [ { nkey: %s } ] }".formatted(known.publicKey());
    try (var server = ForeignServer.start(directory, users)) {
      connect(server, new Login.Key(file(known.decorated("known"))));
      refused(
          server, Optional.of(new Login.Key(file(NKey.generate().decorated("somebody else's")))));
    }
  }

  @Test
  void the_jwt_of_an_operator_lets_in_and_that_of_another_operator_does_not() throws Exception {
    var operator = new TestOperator();
    var user = NKey.generate();
    try (var server = ForeignServer.start(directory, operator.configuration())) {
      connect(server, new Login.Key(file(operator.creds(user))));
      refused(server, Optional.of(new Login.Key(file(new TestOperator().creds(user)))));
    }
  }

  @Test
  void a_dead_server_among_several_keeps_nobody_out() throws Exception {
    try (var server =
            ForeignServer.start(
                directory, "authorization { token: s3cret }\njetstream { store_dir: \"$STORE\" }");
        var nats = open(List.of("nats://127.0.0.1:" + freePort(), server.url()), TOKEN)) {
      var side = nats.apiSide(TestSystem.layout("t"), Samples.CATALOGUE, InstantSource.system());
      nats.connect();
      await().atMost(Duration.ofSeconds(30)).until(() -> side.probe().fault().isEmpty());
    }
  }

  @Test
  void who_is_refused_from_the_beginning_is_told_after_some_seconds() throws Exception {
    try (var server = ForeignServer.start(directory, "authorization { token: s3cret }");
        var nats = open(List.of(server.url()), PASSWORD)) {
      var refused = nats.refused().toCompletableFuture();
      nats.connect();

      await().during(Duration.ofSeconds(1)).until(() -> !refused.isDone());
      await().atMost(Duration.ofSeconds(30)).until(refused::isDone);
      assertThat(refused.join()).containsIgnoringCase("authorization violation");
    }
  }

  @Test
  void who_finds_no_server_is_not_refused() throws Exception {
    try (var nats = open(List.of("nats://127.0.0.1:" + freePort()), TOKEN)) {
      var refused = nats.refused().toCompletableFuture();
      nats.connect();

      await()
          .during(Duration.ofSeconds(8))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !refused.isDone());
    }
  }

  @Test
  void secrets_are_not_said() {
    assertThat(List.of(TOKEN, PASSWORD).toString()).doesNotContain("s3cret");
  }

  private static void connect(ForeignServer server, Login login)
      throws IOException, InterruptedException {
    connect(server, Optional.of(login));
  }

  /** One try, as each of those that the connection makes for ever. */
  private static void connect(ForeignServer server, Optional<Login> login)
      throws IOException, InterruptedException {
    var endpoint =
        new Nats.Endpoint(
            List.of(server.url()),
            "test",
            Nats.Identity.ofApi(() -> login, "no advice"),
            Optional.empty());
    io.nats.client.Nats.connect(Link.open(endpoint).options()).close();
  }

  private static void refused(ForeignServer server, Optional<Login> login) {
    assertThatThrownBy(() -> connect(server, login)).isInstanceOf(AuthenticationException.class);
  }

  private static Nats open(List<String> urls, Login login) {
    return Nats.open(
        new Nats.Endpoint(
            urls,
            "test",
            Nats.Identity.ofApi(() -> Optional.of(login), "no advice"),
            Optional.empty()),
        Tracing.NONE);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "login", ".creds"), content);
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
