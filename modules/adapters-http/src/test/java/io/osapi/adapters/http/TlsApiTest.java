package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import io.osapi.domain.access.Role;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS by real sockets. */
class TlsApiTest {
  private static final Patience IMPATIENT =
      new Patience(
          Duration.ofSeconds(1),
          Duration.ofMillis(300),
          Duration.ofMillis(600),
          Duration.ofSeconds(1));
  private static final int MANY = 1_100;

  /** RFC 5246, section 6.2.1. */
  private static final int ALERT_RECORD = 21;

  private static Issued issued;
  private static SSLContext context;
  private static RunningApi api;
  private static RunningApi impatient;

  @BeforeAll
  static void start() {
    issued = TestCertificates.forLocalhost();
    context = issued.context();
    api = new RunningApi(Patience.USUAL, context);
    impatient = new RunningApi(IMPATIENT, context);
  }

  @AfterAll
  static void stop() {
    api.close();
    impatient.close();
  }

  @Test
  void requests_and_answers_of_any_size_go_through() throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      var big =
          HttpRequest.newBuilder(url("/api/v1/jobs"))
              .header("Authorization", "Bearer " + api.token(Role.WRITE))
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString("{\"x\":" + " ".repeat((1 << 20) - 8) + "1}"))
              .build();
      assertThat(client.send(big, BodyHandlers.ofString()).statusCode()).isEqualTo(400);

      var document =
          client.send(
              HttpRequest.newBuilder(url("/openapi.json")).build(), BodyHandlers.ofString());
      assertThat(document.statusCode()).isEqualTo(200);
      assertThat(JsonText.readObject(document.body().getBytes(StandardCharsets.UTF_8)))
          .containsKey("paths");
      assertThat(document.sslSession()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void today_s_versions_are_spoken_and_only_good_ciphers(String version) throws IOException {
    try (var socket = socket(version)) {
      socket.startHandshake();

      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(socket.getSession().getCipherSuite())
          .matches("TLS_(AES|CHACHA20|ECDHE_ECDSA).*(GCM|POLY1305).*");
      assertThat(ask(socket, "/health")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_cipher_without_forward_secrecy_is_refused() throws IOException {
    try (var socket = socket("TLSv1.2")) {
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void a_client_that_speaks_no_http_1_1_is_told_so_in_the_handshake() throws IOException {
    try (var socket = socket("TLSv1.3")) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
    try (var socket = socket("TLSv1.3")) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();

      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }

  /**
   * Of TLS 1.2, where an alert can be told by its record; the JDK's client does not insist on it.
   */
  @Test
  void the_last_answer_is_followed_by_a_goodbye() throws IOException {
    var overheard = new ByteArrayOutputStream();
    try (var under = new OverheardSocket(api.server.port(), overheard);
        var socket =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(under, "localhost", api.server.port(), false)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThat(ask(socket, "/health")).startsWith("HTTP/1.1 200");
    }
    assertThat(lastRecordType(overheard.toByteArray())).isEqualTo(ALERT_RECORD);
  }

  private static int lastRecordType(byte[] records) {
    int type = -1;
    for (int at = 0; at < records.length; at += 5 + ByteBuffer.wrap(records).getChar(at + 3)) {
      type = records[at];
    }
    return type;
  }

  /** Keeps what the server sent, as it was on the wire. */
  private static final class OverheardSocket extends Socket {
    private final ByteArrayOutputStream overheard;

    OverheardSocket(int port, ByteArrayOutputStream overheard) throws IOException {
      super("localhost", port);
      this.overheard = overheard;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] into, int from, int atMost) throws IOException {
          int bytes = super.read(into, from, atMost);
          if (bytes > 0) {
            overheard.write(into, from, bytes);
          }
          return bytes;
        }
      };
    }
  }

  @Test
  void a_connection_is_used_again() throws IOException {
    try (var socket = socket("TLSv1.3")) {
      for (int i = 0; i < 3; i++) {
        socket
            .getOutputStream()
            .write("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(head(socket)).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void who_speaks_plain_http_is_told_so() throws IOException {
    try (var client = new RawClient(api.server.port())) {
      var answer = client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").read();

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json()).containsEntry("code", "bad-request");
      assertThat(answer.body()).contains("https://");
      assertThat(answer.header("X-Request-Id")).isNotEmpty();
      assertThat(client.readToEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000",
        "\u0016",
        "\u0016\u0003\u0001\uffff\uffff",
        "\u0016\u0003\u0001\u0000\u0001\u0001",
        "\u0016\u0003\u0003\u0000\u0004\u0001\u0000\u0000\u0000",
        "\u0015\u0003\u0001\u0000\u0002\u0002\u0028",
        "SSH-2.0-x\r\n",
      })
  void what_is_no_tls_ends_the_connection(String bytes) throws IOException {
    try (var client = new RawClient(impatient.server.port())) {
      client.send(bytes).readToEnd();
    }
    assertThatHealthy();
  }

  @Test
  void a_handshake_that_does_not_come_or_trickles_ends_the_connection() throws IOException {
    try (var silent = new RawClient(impatient.server.port());
        var slow = new RawClient(impatient.server.port())) {
      // The beginning of a record that is never whole.
      slow.send("\u0016\u0003\u0001\u0002\u0000\u0001");
      var trickle =
          Thread.startVirtualThread(() ->
              await()
                  .pollInterval(Duration.ofMillis(50))
                  .ignoreExceptions()
                  .until(() -> {
                    slow.send("\u0000");
                    return Thread.currentThread().isInterrupted();
                  }));

      assertThat(silent.readToEnd()).isEmpty();
      assertThatItEnds(slow);
      trickle.interrupt();
    }
  }

  /** A handshake that fails must give its place back, however many fail. */
  @Test
  void a_thousand_failed_handshakes_are_in_nobody_s_way() throws IOException {
    for (int i = 0; i < MANY; i++) {
      try (var client = new RawClient(api.server.port())) {
        client.send("\u0016\u0003\u0001\u0000\u0001\u0001");
      }
    }
    assertThatHealthy();
  }

  @Test
  void handshakes_that_nobody_finishes_are_in_nobody_s_way() throws IOException {
    var open = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 200; i++) {
        open.add(new RawClient(api.server.port()).send("\u0016\u0003\u0001\u0002\u0000"));
      }
      assertThatHealthy();
    } finally {
      for (var client : open) {
        client.close();
      }
    }
  }

  @Test
  void a_second_handshake_on_one_connection_is_refused() throws IOException {
    try (var socket = socket("TLSv1.2")) {
      socket.startHandshake();
      var session = socket.getSession();
      session.invalidate();

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                ask(socket, "/health");
              })
          .isInstanceOf(IOException.class);
    }
    assertThatHealthy();
  }

  private static void assertThatItEnds(RawClient slow) {
    // A reset is an end as well: bytes of the client were still on their way.
    try {
      slow.readToEnd();
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static void assertThatHealthy() throws IOException {
    try (var socket = socket("TLSv1.3")) {
      assertThat(ask(socket, "/health")).startsWith("HTTP/1.1 200");
    }
  }

  private static SSLSocket socket(String version) throws IOException {
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", api.server.port());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  private static String ask(SSLSocket socket, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String head(SSLSocket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }

  private static URI url(String path) {
    return URI.create("https://localhost:" + api.server.port() + path);
  }
}
