package io.osapi.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.tls.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Many connections, and those that take no answers. */
class ConnectionsTest {
  /** As the contract has it. */
  private static final int MAX_CONNECTIONS = 1_000;

  private static final String ASK = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final Patience IMPATIENT_WRITER =
      new Patience(
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMillis(500));

  @Test
  void one_connection_more_than_a_thousand_is_served_when_another_has_ended() throws IOException {
    var open = new ArrayList<RawClient>();
    try (var api = new RunningApi()) {
      for (int i = 0; i < MAX_CONNECTIONS; i++) {
        open.add(new RawClient(api.server.port()).send(ASK));
      }
      for (var client : open) {
        assertThat(client.read().status()).isEqualTo(200);
      }
      try (var waiting = new Socket("127.0.0.1", api.server.port())) {
        waiting.setSoTimeout(500);
        waiting.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> waiting.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);

        open.removeFirst().close();
        waiting.setSoTimeout(20_000);
        assertThat(waiting.getInputStream().read()).isEqualTo('H');
      }
    } finally {
      for (var client : open) {
        client.close();
      }
    }
  }

  @Test
  void who_takes_no_answers_is_not_waited_for() throws IOException {
    try (var api = new RunningApi(DemoOperations.CATALOGUE, IMPATIENT_WRITER);
        var client = small(api.server.port())) {
      assertThatItIsCutOff(client);
      assertThat(api.sendWithoutToken("GET", "/health", "").status()).isEqualTo(200);
    }
  }

  @Test
  void nor_is_who_takes_none_by_tls() throws IOException {
    var tls = TestCertificates.forLocalhost().context();
    try (var api = new RunningApi(IMPATIENT_WRITER, tls);
        var under = small(api.server.port());
        var client = tls.getSocketFactory().createSocket(under, "localhost", 0, true)) {
      assertThatItIsCutOff(client);
    }
  }

  /** With little room for what has arrived and was not read. */
  private static Socket small(int port) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4 * 1024);
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    return socket;
  }

  /** Asks for more than all buffers on the way hold, reads nothing, and asks on until it fails. */
  private static void assertThatItIsCutOff(Socket client) {
    var ask = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          try {
            client.getOutputStream().write(ask);
            return false;
          } catch (SocketException cutOff) {
            return true;
          }
        });
  }
}
