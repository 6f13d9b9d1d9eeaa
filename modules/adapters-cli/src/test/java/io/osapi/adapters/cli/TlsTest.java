package io.osapi.adapters.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** HTTPS, and what is said when there is none. */
class TlsTest {
  private static Issued good;

  @BeforeAll
  static void issue() {
    good = TestCertificates.forLocalhost();
  }

  @Test
  void a_server_whose_certificate_is_trusted_is_asked() throws IOException {
    try (var server = new Server(good)) {
      var outcome = server.asked("localhost", good.context());

      assertThat(outcome.code()).isZero();
      assertThat(outcome.out()).contains("ok");
    }
  }

  @Test
  void an_unknown_certificate_is_refused_with_what_to_do() throws Exception {
    try (var server = new Server(good)) {
      var outcome = server.asked("localhost", SSLContext.getDefault());

      assertThat(outcome.code()).isEqualTo(9);
      assertThat(outcome.err())
          .contains("nobody we trust vouches for the server's certificate")
          .contains("api.client.ca_file");
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused_with_what_to_do() throws IOException {
    for (var names : new String[] {"dns:api.example.org", "ip:192.0.2.1"}) {
      var other = TestCertificates.issued("EC", names, "-0d", 30);
      try (var server = new Server(other)) {
        var outcome = server.asked("localhost", other.context());

        assertThat(outcome.code()).isEqualTo(9);
        assertThat(outcome.err())
            .contains("the server's certificate is for another name")
            .contains("api.client.url");
      }
    }
  }

  @Test
  void a_certificate_that_has_expired_is_refused_with_what_to_do() throws Exception {
    // Vouched for by another: one that is trusted itself is trusted for ever.
    var authority = TestCertificates.authority();
    var expired = TestCertificates.issuedBy(authority, "dns:localhost", "-10d", 5);
    try (var server = new Server(expired)) {
      var outcome = server.asked("localhost", authority.context());

      assertThat(outcome.code()).isEqualTo(9);
      assertThat(outcome.err()).contains("has expired").contains("Renew it");
    }
  }

  @Test
  void a_server_without_tls_is_told_apart() throws Exception {
    try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answerPlainly(plain));
      var url = URI.create("https://localhost:" + plain.getLocalPort());
      var outcome = Shell.at(url).trusting(good.context()).run("client", "health");

      assertThat(outcome.code()).isEqualTo(9);
      assertThat(outcome.err()).contains("No secure connection").contains("http://");
    }
  }

  /** As a server does that knows nothing of TLS, until the socket is closed. */
  private static void answerPlainly(ServerSocket server) {
    while (!server.isClosed()) {
      try (var client = server.accept()) {
        client.getInputStream().read(new byte[16 * 1024]);
        client
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        // All of it: a close with bytes unread would take the answer back.
        client.getInputStream().readAllBytes();
      } catch (IOException ended) {
        assertThat(ended).isInstanceOf(SocketException.class);
      }
    }
  }

  private static final class Server implements AutoCloseable {
    private final HttpsServer server;

    Server(Issued issued) throws IOException {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(issued.context()));
      server.createContext(
          "/",
          exchange -> {
            var body = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    Shell.Outcome asked(String host, SSLContext trust) {
      var url = URI.create("https://" + host + ":" + server.getAddress().getPort());
      return Shell.at(url).trusting(trust).run("client", "health");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
