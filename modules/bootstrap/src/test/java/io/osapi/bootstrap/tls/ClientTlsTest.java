package io.osapi.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import io.osapi.bootstrap.config.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTest {
  private static final InstantSource NOW = InstantSource.system();

  private static Issued server;
  private static Issued client;

  @TempDir private Path directory;

  @BeforeAll
  static void issue() {
    server = TestCertificates.forLocalhost();
    client = TestCertificates.issued("RSA", "dns:worker", "-0d", 30);
  }

  @Test
  void who_the_file_vouches_for_is_trusted() throws Exception {
    var context = ClientTls.context(Optional.of(caFile(server)), Optional.empty(), NOW);

    assertThat(handshake(context, server.context(), false)).isEmpty();
  }

  @Test
  void others_are_not() throws Exception {
    var anyOther = ClientTls.context(Optional.of(caFile(client)), Optional.empty(), NOW);
    var whomTheJdkTrusts = ClientTls.context(Optional.empty(), Optional.empty(), NOW);

    assertThatThrownBy(() -> handshake(anyOther, server.context(), false))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> handshake(whomTheJdkTrusts, server.context(), false))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void a_server_that_asks_is_shown_the_certificate() throws Exception {
    var context = ClientTls.context(Optional.of(caFile(server)), Optional.of(files(client)), NOW);
    var asking = ClientTls.context(Optional.of(caFile(client)), Optional.of(files(server)), NOW);

    assertThat(handshake(context, asking, true)).contains((X509Certificate) client.certificate());
  }

  @Test
  void a_key_of_another_certificate_is_refused() throws Exception {
    var mixed =
        new CertificateFiles(
            write("other.crt", server.certificatePem()), write("other.key", client.keyPem()));

    assertThatThrownBy(() -> ClientTls.context(Optional.empty(), Optional.of(mixed), NOW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other.key is not the key of the first certificate in");
  }

  @Test
  void a_certificate_out_of_its_time_is_refused() throws Exception {
    var past = files(TestCertificates.issued("EC", "dns:localhost", "-10d", 5));
    assertThatThrownBy(() -> ClientTls.context(Optional.empty(), Optional.of(past), NOW))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("the certificate in .*crt expired at .*Z");

    var future = files(TestCertificates.issued("EC", "dns:localhost", "+2d", 5));
    assertThatThrownBy(() -> ClientTls.context(Optional.empty(), Optional.of(future), NOW))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("the certificate in .*crt is not valid before .*Z");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    var missing = directory.resolve("missing.pem");

    assertThatThrownBy(() -> ClientTls.context(Optional.of(missing), Optional.empty(), NOW))
        .isInstanceOf(IOException.class)
        .hasMessage(missing + " does not exist");
  }

  @Test
  void a_file_without_pem_is_named() throws Exception {
    var words = write("ca.pem", "no certificate");

    assertThatThrownBy(() -> ClientTls.context(Optional.of(words), Optional.empty(), NOW))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(words + " has no certificate");
  }

  private Path caFile(Issued issued) throws IOException {
    return write("ca-" + issued.hashCode() + ".pem", issued.certificatePem());
  }

  private CertificateFiles files(Issued issued) throws IOException {
    var name = "own-" + issued.hashCode();
    return new CertificateFiles(
        write(name + ".crt", issued.certificatePem()), write(name + ".key", issued.keyPem()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** What the client showed; throws what it throws. */
  private static Optional<X509Certificate> handshake(
      SSLContext client, SSLContext server, boolean asks) throws Exception {
    var loopback = InetAddress.getLoopbackAddress();
    try (var listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      listening.setNeedClientAuth(asks);
      var shown = CompletableFuture.supplyAsync(() -> accept(listening, asks));
      try (var socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
        socket.startHandshake();
        socket.getOutputStream().write(1);
        return shown.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static Optional<X509Certificate> accept(SSLServerSocket listening, boolean asks) {
    try (var socket = (SSLSocket) listening.accept()) {
      socket.startHandshake();
      socket.getInputStream().read();
      return asks
          ? Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0])
          : Optional.empty();
    } catch (IOException refused) {
      return Optional.empty();
    }
  }
}
