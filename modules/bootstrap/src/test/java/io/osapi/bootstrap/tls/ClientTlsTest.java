package io.osapi.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import io.osapi.bootstrap.config.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void a_server_is_trusted_only_under_the_name_that_it_was_called_by() throws Exception {
    for (var names : List.of("dns:elsewhere.example", "ip:192.0.2.1")) {
      var elsewhere = TestCertificates.issued("EC", names, "-0d", 30);
      var context = ClientTls.context(Optional.of(caFile(elsewhere)), Optional.empty(), NOW);

      // The socket, as jnats uses it, has not been told to compare names.
      for (var called : List.of("localhost", "127.0.0.1")) {
        assertThatThrownBy(() -> handshake(context, elsewhere.context(), false, called))
            .as("%s at %s", names, called)
            .isInstanceOf(SSLException.class)
            .hasMessageContaining("No");
      }
    }
  }

  @Test
  void an_address_is_a_name_as_well() throws Exception {
    var byAddress = TestCertificates.issued("EC", "ip:127.0.0.1", "-0d", 30);
    var context = ClientTls.context(Optional.of(caFile(byAddress)), Optional.empty(), NOW);

    assertThat(handshake(context, byAddress.context(), false, "127.0.0.1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void the_jdks_http_client_can_use_it(String host) throws Exception {
    var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(server.context()));
    https.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
    https.start();
    var context = ClientTls.context(Optional.of(caFile(server)), Optional.empty(), NOW);
    var url = URI.create("https://" + host + ":" + https.getAddress().getPort());
    try (var http = HttpClient.newBuilder().sslContext(context).build()) {
      var answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding());

      assertThat(answer.statusCode()).isEqualTo(204);
    } finally {
      https.stop(0);
    }
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

  private Path caFile(Issued issued) {
    return files(issued).certFile();
  }

  private CertificateFiles files(Issued issued) {
    var files = issued.in(directory, "own-" + issued.hashCode());
    return new CertificateFiles(files.certFile(), files.keyFile());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Optional<X509Certificate> handshake(
      SSLContext client, SSLContext server, boolean asks) throws Exception {
    return handshake(client, server, asks, "localhost");
  }

  /** What the client showed; throws what it throws. */
  private static Optional<X509Certificate> handshake(
      SSLContext client, SSLContext server, boolean asks, String called) throws Exception {
    var loopback = InetAddress.getLoopbackAddress();
    try (var listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      listening.setNeedClientAuth(asks);
      var shown = CompletableFuture.supplyAsync(() -> accept(listening, asks));
      try (var socket =
          (SSLSocket) client.getSocketFactory().createSocket(called, listening.getLocalPort())) {
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
