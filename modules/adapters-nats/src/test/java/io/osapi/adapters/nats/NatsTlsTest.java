package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a connection is made with the TLS that it is given; what that is, is bootstrap's affair. */
class NatsTlsTest {
  private static Issued here;
  private static Issued another;

  @TempDir private Path directory;

  @BeforeAll
  static void issue() {
    here = TestCertificates.forLocalhost();
    another = TestCertificates.forLocalhost();
  }

  @Test
  void a_server_that_is_trusted_is_connected_to() {
    try (var system = system(settings(here, Optional.empty()))) {
      assertThat(system.api(Optional.of(here::context)).probe().fault()).isEmpty();
    }
  }

  @Test
  void a_server_that_a_stranger_vouches_for_is_not() {
    try (var system = system(settings(here, Optional.empty()))) {
      refuses(system, another::context);
    }
  }

  @Test
  void a_server_without_tls_is_not_talked_to_in_the_clear() {
    try (var system = new GuardedSystem(directory)) {
      refuses(system, here::context);
    }
  }

  @Test
  void a_server_that_asks_for_a_certificate_gets_ours() {
    try (var system = system(settings(here, Optional.of(another)))) {
      refuses(system, here::context);
      var tls = Optional.<Nats.Tls>of(() -> another.contextTrusting(here));
      assertThat(system.api(tls).probe().fault()).isEmpty();
    }
  }

  @Test
  void a_connection_that_is_lost_comes_back_with_the_tls_of_then() {
    var trusted = new AtomicReference<>(here);
    try (var system = system(settings(here, Optional.empty()))) {
      var api = system.api(Optional.of(() -> trusted.get().context()));

      trusted.set(another);
      system.replaceServer(settings(another, Optional.empty()));

      await().atMost(Duration.ofSeconds(30)).until(() -> api.probe().fault().isEmpty());
    }
  }

  @Test
  void tls_that_is_not_to_be_had_is_said_in_its_own_words() {
    try (var system = new GuardedSystem(directory)) {
      assertThatThrownBy(() ->
              connect(
                  system,
                  () -> {
                    throw new FileNotFoundException("ca.pem does not exist");
                  }))
          .isInstanceOf(IOException.class)
          .hasMessage("ca.pem does not exist");
    }
  }

  private NatsServer.Settings settings(Issued own, Optional<Issued> clients) {
    var files = own.in(directory, "own-" + own.hashCode());
    var caFile = clients.map(each -> each.in(directory, "clients").certFile());
    return NatsServer.Settings.at(directory.resolve("nats"))
        .withPort(0)
        .withTls(new NatsServer.Tls(files.certFile(), files.keyFile(), caFile));
  }

  private GuardedSystem system(NatsServer.Settings settings) {
    return new GuardedSystem(settings, directory);
  }

  /** One try, as each of those that the connection makes for ever. */
  private static void refuses(GuardedSystem system, Nats.Tls tls) {
    assertThatThrownBy(() -> connect(system, tls)).isInstanceOf(IOException.class);
  }

  private static void connect(GuardedSystem system, Nats.Tls tls)
      throws IOException, InterruptedException {
    var endpoint =
        new Nats.Endpoint(
            List.of(system.server.url()),
            "test",
            Nats.Identity.ofApi(
                () -> Optional.of(new Nats.Login.Key(system.enrolment.apiSeed())), "no advice"),
            Optional.of(tls));
    io.nats.client.Nats.connect(Link.open(endpoint).options()).close();
  }
}
