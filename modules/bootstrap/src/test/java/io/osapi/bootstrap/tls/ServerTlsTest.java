package io.osapi.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.osapi.application.memory.MovableClock;
import io.osapi.application.tls.TestCertificates;
import io.osapi.application.tls.TestCertificates.Issued;
import io.osapi.bootstrap.config.CertificateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
  /** A few looks at the files. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Logger LOGGER = Logger.getLogger(ServerTls.class.getName());

  private static Issued first;
  private static Issued second;

  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
  private final Handler handler = new Recording();

  @TempDir private Path directory;

  private final class Recording extends Handler {
    @Override
    public void publish(LogRecord line) {
      logged.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeAll
  static void issue() {
    first = TestCertificates.forLocalhost();
    second = TestCertificates.issued("RSA", "dns:localhost", "-0d", 10);
  }

  @BeforeEach
  void listen() {
    // Whatever level others have set for all of ours.
    LOGGER.setLevel(Level.ALL);
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(handler);
    LOGGER.setLevel(null);
  }

  @Test
  void a_new_certificate_is_shown_to_who_comes_and_nobody_loses_a_connection() throws Exception {
    var files = write(first);
    try (var tls = ServerTls.open(files, InstantSource.system());
        var server = new Echo(tls.context());
        var before = server.connect(both())) {
      assertThat(shown(before)).isEqualTo(first.certificate());
      assertThat(echo(before, 'a')).isEqualTo('a');

      write(second);
      await().atMost(SOON).until(() -> server.certificate(both()).equals(second.certificate()));

      assertThat(echo(before, 'b')).isEqualTo('b');
      assertThat(logged).anyMatch(line -> line.contains("is shown from now on"));
      assertThat(logged).anyMatch(line -> line.contains("expires in 9 days"));
    }
  }

  @Test
  void files_that_are_not_right_change_nothing_and_are_told_once() throws Exception {
    var files = write(first);
    try (var tls = ServerTls.open(files, InstantSource.system());
        var server = new Echo(tls.context())) {
      Files.writeString(files.keyFile(), second.keyPem());
      await().atMost(SOON).until(() -> faults().size() == 1);

      assertThat(faults().getFirst()).contains("is not the key of the first certificate in");
      assertThat(server.certificate(both())).isEqualTo(first.certificate());

      Files.delete(files.certFile());
      await().atMost(SOON).until(() -> faults().size() == 2);
      assertThat(faults().getLast()).contains("does not exist");
      assertThat(server.certificate(both())).isEqualTo(first.certificate());

      Files.writeString(files.certFile(), second.certificatePem());
      await().atMost(SOON).until(() -> server.certificate(both()).equals(second.certificate()));
      assertThat(faults()).hasSize(2);
    }
  }

  @Test
  void a_certificate_that_expires_soon_is_told_at_the_start_and_each_day_again() throws Exception {
    var clock = new MovableClock();
    // The clock of these tests stands at a time of its own.
    var days = Duration.between(clock.instant(), expiry(first)).toDays() - 5;
    clock.advance(Duration.ofDays(days));
    try (var _ = ServerTls.open(write(first), clock)) {
      assertThat(logged).hasSize(1).allMatch(line -> line.contains("expires in 5 days"));

      clock.advance(Duration.ofDays(1).plusSeconds(1));
      await().atMost(SOON).until(() -> logged.size() == 2);
      assertThat(logged.getLast()).contains("expires in 4 days");

      clock.advance(Duration.ofDays(10));
      await().atMost(SOON).until(() -> logged.size() == 3);
      assertThat(logged.getLast()).contains("has expired");
    }
  }

  @Test
  void without_good_files_there_is_no_server() throws IOException {
    var files = write(first);
    Files.writeString(files.keyFile(), second.keyPem());

    assertThatThrownBy(() -> ServerTls.open(files, InstantSource.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not the key of the first certificate in");
  }

  private List<String> faults() {
    return logged.stream().filter(line -> line.contains("stays as it was")).toList();
  }

  private static Instant expiry(Issued issued) {
    return ((X509Certificate) issued.certificate()).getNotAfter().toInstant();
  }

  /** As programs that renew certificates do it: beside, then in the place of. */
  private CertificateFiles write(Issued issued) throws IOException {
    return new CertificateFiles(
        replace("server.crt", issued.certificatePem()), replace("server.key", issued.keyPem()));
  }

  private Path replace(String name, String text) throws IOException {
    var beside = Files.writeString(directory.resolve(name + ".new"), text);
    return Files.move(beside, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private SSLContext both() {
    try {
      var ca = directory.resolve("ca.pem");
      Files.writeString(ca, first.certificatePem() + second.certificatePem());
      return ClientTls.context(Optional.of(ca), Optional.empty(), InstantSource.system());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Certificate shown(SSLSocket socket) throws IOException {
    return socket.getSession().getPeerCertificates()[0];
  }

  private static int echo(SSLSocket socket, int letter) throws IOException {
    socket.getOutputStream().write(letter);
    return socket.getInputStream().read();
  }

  /** Says what it hears. */
  private static final class Echo implements AutoCloseable {
    private final SSLServerSocket server;

    Echo(SSLContext context) throws IOException {
      server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Thread.startVirtualThread(this::accept);
    }

    SSLSocket connect(SSLContext client) throws IOException {
      var socket =
          (SSLSocket) client.getSocketFactory().createSocket("localhost", server.getLocalPort());
      socket.startHandshake();
      return socket;
    }

    Certificate certificate(SSLContext client) throws IOException {
      try (var socket = connect(client)) {
        return shown(socket);
      }
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          var socket = server.accept();
          Thread.startVirtualThread(() -> echo(socket));
        } catch (IOException closed) {
          assertThat(server.isClosed()).isTrue();
        }
      }
    }

    private static void echo(Socket socket) {
      try (socket) {
        socket.getInputStream().transferTo(socket.getOutputStream());
      } catch (IOException gone) {
        assertThat(socket.isClosed()).as("who only wanted to see the certificate").isTrue();
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
