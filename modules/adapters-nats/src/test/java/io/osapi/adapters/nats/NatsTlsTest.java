package io.osapi.adapters.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.adapters.nats.server.NatsServer;
import io.osapi.adapters.nats.server.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsTlsTest {
  @TempDir private Path directory;
  private TestCertificate here;

  @BeforeEach
  void make() throws Exception {
    here = TestCertificate.make(directory, "here", "dns:localhost,ip:127.0.0.1");
  }

  @Test
  void a_server_that_is_who_it_was_called_is_connected_to() {
    try (var system = system(here, Optional.empty())) {
      assertThat(system.api(trusting(here)).probe().fault()).isEmpty();
    }
  }

  @Test
  void a_server_that_a_stranger_vouches_for_is_not() throws Exception {
    var stranger = TestCertificate.make(directory, "stranger", "dns:localhost,ip:127.0.0.1");
    try (var system = system(here, Optional.empty())) {
      refuses(system, trusting(stranger));
      refuses(system, Optional.of(new Nats.Tls(Optional.empty(), Optional.empty())));
    }
  }

  @Test
  void a_server_with_anothers_certificate_is_not_although_it_is_trusted() throws Exception {
    var elsewhere = TestCertificate.make(directory, "elsewhere", "dns:elsewhere.example");
    try (var system = system(elsewhere, Optional.empty())) {
      refuses(system, trusting(elsewhere));
    }
  }

  @Test
  void a_server_without_tls_is_not_talked_to_in_the_clear() {
    try (var system = new GuardedSystem(directory)) {
      refuses(system, trusting(here));
    }
  }

  @Test
  void a_server_that_asks_for_a_certificate_gets_ours() throws Exception {
    var mine = TestCertificate.make(directory, "mine", "dns:client");
    var shown = Optional.of(new Nats.Tls.CertificateFiles(mine.certFile(), mine.keyFile()));
    try (var system = system(here, Optional.of(mine.certFile()))) {
      refuses(system, trusting(here));
      var tls = Optional.of(new Nats.Tls(Optional.of(here.certFile()), shown));
      assertThat(system.api(tls).probe().fault()).isEmpty();
    }
  }

  @Test
  void files_that_hold_something_else_are_named() throws Exception {
    var nothing = Files.writeString(directory.resolve("nothing.pem"), "nothing");
    assertThatThrownBy(() -> TlsContext.of(tls(nothing, here.certFile(), here.keyFile())))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> TlsContext.of(tls(here.certFile(), here.certFile(), nothing)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing.pem has no private key");
    assertThatThrownBy(
            () -> TlsContext.of(tls(directory.resolve("gone"), here.certFile(), here.keyFile())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read " + directory.resolve("gone"));
  }

  private static Nats.Tls tls(Path caFile, Path certFile, Path keyFile) {
    return new Nats.Tls(
        Optional.of(caFile), Optional.of(new Nats.Tls.CertificateFiles(certFile, keyFile)));
  }

  private static Optional<Nats.Tls> trusting(TestCertificate certificate) {
    return Optional.of(new Nats.Tls(Optional.of(certificate.certFile()), Optional.empty()));
  }

  private GuardedSystem system(TestCertificate certificate, Optional<Path> clients) {
    var settings =
        NatsServer.Settings.at(directory.resolve("nats"))
            .withPort(0)
            .withTls(new NatsServer.Tls(certificate.certFile(), certificate.keyFile(), clients));
    return new GuardedSystem(settings, directory);
  }

  /** One try, as each of those that the connection makes for ever. */
  private static void refuses(GuardedSystem system, Optional<Nats.Tls> tls) {
    var endpoint =
        new Nats.Endpoint(
            List.of(system.server.url()),
            "test",
            Nats.Identity.ofApi(() -> Optional.of(system.enrolment.apiSeed()), "no advice"),
            tls);
    assertThatThrownBy(() -> io.nats.client.Nats.connect(Link.open(endpoint).options()).close())
        .isInstanceOf(IOException.class);
  }
}
