package io.osapi.adapters.http;

import static java.lang.System.Logger.Level.DEBUG;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS on a plain connection.
 *
 * <p>Not Helidon's, which shakes hands before the connection is ours: no clock of ours runs there,
 * and each handshake that fails takes one of the permitted connections for good (4.3.0).
 */
final class TlsWire implements Wire, DataWriter {
  private static final System.Logger LOG = System.getLogger(TlsWire.class.getName());

  /** RFC 8446, section 5.1: the first record of a client is a handshake. */
  private static final byte HANDSHAKE_RECORD = 22;

  /** What TLS 1.3 has, and of TLS 1.2 what keeps old traffic secret when a key leaks later. */
  private static final Pattern GOOD_CIPHER =
      Pattern.compile("TLS_(AES|CHACHA20)_.*|TLS_ECDHE_(ECDSA|RSA)_WITH_(AES_.*_GCM|CHACHA20)_.*");

  private static final String HTTP_1_1 = "http/1.1";

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final HelidonSocket socket;
  private final SSLEngine engine;

  /** From the socket, not yet decrypted; between calls ready to be written. */
  private ByteBuffer received;

  /** One record, decrypted; empty between calls. */
  private final ByteBuffer plain;

  private boolean isFirst = true;
  private boolean isEstablished;

  TlsWire(HelidonSocket socket, SSLContext context) {
    this.socket = socket;
    this.engine = engine(context);
    this.received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
  }

  /** Reads from the socket once at most, so that the caller looks at the clock in between. */
  @Override
  public byte[] read() {
    try {
      if (!decrypt()) {
        var bytes = socket.get();
        if (bytes == null) {
          return null;
        }
        take(bytes);
        decrypt();
      }
      if (engine.isInboundDone()) {
        return null;
      }
      return plaintext();
    } catch (SSLException refused) {
      LOG.log(DEBUG, "no TLS with {0}: {1}", socket.remotePeer().host(), refused.getMessage());
      sendAlert();
      throw new CloseConnectionException("no TLS", refused);
    }
  }

  @Override
  public DataWriter writer() {
    return this;
  }

  @Override
  public boolean isSecure() {
    return true;
  }

  @Override
  public boolean isEstablished() {
    return isEstablished;
  }

  @Override
  public void write(BufferData buffer) {
    try {
      var bytes = ByteBuffer.wrap(buffer.readBytes());
      while (bytes.hasRemaining()) {
        if (engine.isOutboundDone()) {
          throw new ServerConnectionException("the connection is closed", null);
        }
        send(bytes);
      }
    } catch (SSLException broken) {
      throw new ServerConnectionException("TLS is broken", broken);
    }
  }

  @Override
  public void write(BufferData... buffers) {
    write(BufferData.create(buffers));
  }

  @Override
  public void writeNow(BufferData... buffers) {
    write(buffers);
  }

  @Override
  public void writeNow(BufferData buffer) {
    write(buffer);
  }

  @Override
  public void close() {
    // Before that there is nothing to take leave of.
    if (isEstablished) {
      engine.closeOutbound();
      sendAlert();
    }
  }

  private static SSLEngine engine(SSLContext context) {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    var parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setCipherSuites(
        Stream.of(engine.getSupportedCipherSuites())
            .filter(suite -> GOOD_CIPHER.matcher(suite).matches())
            .toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    engine.setSSLParameters(parameters);
    // RFC 7301, section 3.2: who offers only protocols that we do not speak is told so by an alert.
    engine.setHandshakeApplicationProtocolSelector(
        (_, offered) -> offered.contains(HTTP_1_1) ? HTTP_1_1 : null);
    return engine;
  }

  /** Whether there is an answer for who waits: bytes of HTTP, or the end. */
  private boolean decrypt() throws SSLException {
    while (plain.position() == 0 && !engine.isInboundDone()) {
      refuseRenegotiation();
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> send(NO_BYTES);
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
          if (!unwrap()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** False where the next record is not whole yet. */
  private boolean unwrap() throws SSLException {
    received.flip();
    try {
      var result = engine.unwrap(received, plain);
      isEstablished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
      return switch (result.getStatus()) {
        case OK, CLOSED -> true;
        case BUFFER_UNDERFLOW -> false;
        // The buffer is as large as the engine says that a record can be.
        case BUFFER_OVERFLOW -> throw new SSLException("a record is too large");
      };
    } finally {
      received.compact();
    }
  }

  /**
   * TLS 1.2 lets a client ask for handshake after handshake on one connection, each of which costs
   * the server far more than the client. Nobody needs it.
   */
  private void refuseRenegotiation() throws SSLException {
    if (isEstablished
        && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        && engine.getSession().getProtocol().equals("TLSv1.2")) {
      throw new SSLException("the client asks for another handshake");
    }
  }

  private void take(byte[] bytes) {
    if (isFirst) {
      refuseUnlessTls(bytes[0]);
      isFirst = false;
    }
    if (received.remaining() < bytes.length) {
      received.flip();
      // Less than a record is there, so this is bounded by that and one read.
      received = ByteBuffer.allocate(received.remaining() + bytes.length).put(received);
    }
    received.put(bytes);
  }

  private byte[] plaintext() {
    plain.flip();
    var bytes = new byte[plain.remaining()];
    plain.get(bytes);
    plain.clear();
    return bytes;
  }

  /** Encrypts what fits into one record, or what the handshake has to say, and sends it. */
  private void send(ByteBuffer bytes) throws SSLException {
    var record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var result = engine.wrap(bytes, record);
    isEstablished |= result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    socket.write(BufferData.create(record.array(), 0, record.position()));
  }

  private void sendAlert() {
    try {
      while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        send(NO_BYTES);
      }
    } catch (SSLException | UncheckedIOException gone) {
      LOG.log(DEBUG, "{0} did not wait for the end of TLS", socket.remotePeer().host());
    }
  }

  /** Somebody who wrote http:// for https:// is told so, in the language they speak. */
  private void refuseUnlessTls(byte first) {
    if (first == HANDSHAKE_RECORD) {
      return;
    }
    if (first >= 'A' && first <= 'Z') {
      socket.write(BufferData.create(ErrorAnswers.toPlainHttp()));
    }
    throw new CloseConnectionException("no TLS");
  }
}
