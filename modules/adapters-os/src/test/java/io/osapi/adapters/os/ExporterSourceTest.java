package io.osapi.adapters.os;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExporterSourceTest {
  private static final String MEMORY =
      "node_memory_MemTotal_bytes 2e9\nnode_memory_MemAvailable_bytes 1e9\n";

  private final CountDownLatch over = new CountDownLatch(1);

  /** The lines of the request that came. */
  private final CompletableFuture<List<String>> request = new CompletableFuture<>();

  private ServerSocket server;

  /** What the exporter of a test does, once it was asked. */
  private interface Answer {
    void give(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    server.close();
  }

  @Test
  void an_exporter_is_asked_as_prometheus_asks() throws Exception {
    answering(out -> send(out, "200 OK", MEMORY));

    assertThat(source().sample().memory().orElseThrow().totalBytes()).isEqualTo(2_000_000_000L);
    assertThat(request.get())
        .contains("GET /metrics HTTP/1.1", "Accept: text/plain;version=0.0.4", "Connection: close");
  }

  @Test
  void another_status_is_told() {
    answering(out -> send(out, "503 Service Unavailable", ""));

    assertThatThrownBy(() -> source().sample())
        .isInstanceOf(OperationFailure.class)
        .hasMessage(url() + " answered with status 503");
  }

  @Test
  void it_is_not_sent_elsewhere() {
    answering(out -> send(out, "302 Found\r\nLocation: " + url() + "/other", ""));

    assertThatThrownBy(() -> source().sample()).hasMessageEndingWith("answered with status 302");
  }

  @Test
  void an_answer_that_is_too_long_is_read_no_further() throws Exception {
    var hungUp = new CountDownLatch(1);
    answering(out -> {
      begin(out);
      writeUntilHungUp(out, "# " + "x".repeat(1000) + "\n", hungUp);
    });

    assertThatThrownBy(() -> source().sample())
        .isInstanceOf(OperationFailure.class)
        .hasMessage("the exporter's answer has more than 100000 bytes");
    hungUp.await();
  }

  @Test
  void an_answer_that_trickles_is_not_waited_for() throws Exception {
    var hungUp = new CountDownLatch(1);
    answering(out -> {
      begin(out);
      while (hungUp.getCount() > 0 && !over.await(10, TimeUnit.MILLISECONDS)) {
        writeOnce(out, "#", hungUp);
      }
    });
    var source = new ExporterSource(URI.create(url()), Duration.ofMillis(300), 100_000);

    assertThatThrownBy(source::sample)
        .isInstanceOf(OperationFailure.class)
        .hasMessage(url() + " did not answer within 0.3 s");
    // It went away, instead of reading on where nobody waits.
    hungUp.await();
  }

  @Test
  void who_is_not_there_is_named() throws IOException {
    server.close();

    assertThatThrownBy(() -> source().sample())
        .isInstanceOf(OperationFailure.class)
        .hasMessageStartingWith(url() + ": ");
  }

  @Test
  void a_page_for_people_is_no_exporter() {
    answering(out -> send(out, "200 OK", "<html>hello</html>"));

    assertThatThrownBy(() -> source().sample())
        .isInstanceOf(OperationFailure.class)
        .hasMessageContaining("line 1");
  }

  private void answering(Answer answer) {
    Thread.ofVirtual()
        .start(() -> {
          try (var socket = server.accept()) {
            request.complete(requestOf(socket));
            answer.give(socket.getOutputStream());
          } catch (IOException | InterruptedException failed) {
            request.completeExceptionally(failed);
          }
        });
  }

  private static List<String> requestOf(Socket socket) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    var request = new java.util.ArrayList<String>();
    for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      request.add(line);
    }
    return request;
  }

  private static void send(OutputStream out, String status, String body) throws IOException {
    out.write(
        ("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
            .getBytes(US_ASCII));
  }

  private static void begin(OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
  }

  /** For ever, were it read for ever. */
  private void writeUntilHungUp(OutputStream out, String text, CountDownLatch hungUp) {
    while (hungUp.getCount() > 0 && over.getCount() > 0) {
      writeOnce(out, text, hungUp);
    }
  }

  private static void writeOnce(OutputStream out, String text, CountDownLatch hungUp) {
    try {
      out.write(text.getBytes(US_ASCII));
      out.flush();
    } catch (IOException closed) {
      hungUp.countDown();
    }
  }

  private ExporterSource source() {
    return new ExporterSource(URI.create(url()), Duration.ofSeconds(20), 100_000);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/metrics";
  }
}
