package io.osapi.adapters.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * One connection, as the HTTP parser sees it: its requests arrive within our {@link Patience} and
 * bounds, and say where they end. Confined to the connection's thread.
 */
final class GuardedConnection implements ConnectionContext {
  /**
   * What one request may send before the connection is cut off. Far above the limit of a body, so
   * that a caller is first asked who it is, and then told what the limit is.
   */
  static final long MAX_REQUEST_BYTES = 17 * 1024 * 1024;

  private enum Phase {
    /** Of TLS. */
    HANDSHAKE,
    IDLE,
    HEAD,
    BODY
  }

  private final ConnectionContext connection;
  private final Wire wire;
  private final DataWriter writer;
  private final Patience patience;
  private final DataReader reader = new DataReader(this::read);

  private Phase phase = Phase.HANDSHAKE;
  private long phaseBeganNanos = System.nanoTime();
  private long requestBytes;

  /** Of a body with a length: what has not arrived yet. */
  private long outstandingBytes;

  private boolean isAnswered;

  GuardedConnection(ConnectionContext connection, Wire wire, DataWriter writer, Patience patience) {
    this.connection = connection;
    this.wire = wire;
    this.writer = writer;
    this.patience = patience;
  }

  /** The head of a request is complete. */
  void headArrived(Headers headers) {
    refuseUnlessItsEndIsClear(headers);
    isAnswered = false;
    outstandingBytes = Math.max(0, length(headers) - reader.available());
    enter(Phase.BODY);
  }

  /** The head of an answer is being sent. */
  void answered() {
    isAnswered = true;
    requestBytes = 0;
    enter(outstandingBytes > 0 ? Phase.BODY : Phase.IDLE);
  }

  /** Bytes from the socket; waits for them, but not for ever. */
  private byte[] read() {
    while (true) {
      try {
        var bytes = wire.read();
        if (bytes == null) {
          throw new CloseConnectionException("the client has closed the connection");
        }
        if (phase == Phase.HANDSHAKE && wire.isEstablished()) {
          enter(Phase.IDLE);
        }
        if (bytes.length > 0) {
          arrived(bytes.length);
          return bytes;
        }
        refuseIfLate();
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof SocketTimeoutException)) {
          throw new ServerConnectionException("the connection is broken", e);
        }
        refuseIfLate();
      }
    }
  }

  private void arrived(int bytes) {
    requestBytes += bytes;
    if (requestBytes > MAX_REQUEST_BYTES) {
      throw new CloseConnectionException("the request has no end");
    }
    refuseIfLate();
    outstandingBytes = Math.max(0, outstandingBytes - bytes);
    if (phase == Phase.IDLE) {
      enter(Phase.HEAD);
    } else if (phase == Phase.BODY && isAnswered && outstandingBytes == 0) {
      enter(Phase.IDLE);
    }
  }

  private void refuseIfLate() {
    switch (phase) {
      case HANDSHAKE -> {
        if (isOver(patience.head())) {
          throw new CloseConnectionException("the handshake takes too long");
        }
      }
      case IDLE -> {
        if (isOver(patience.idle())) {
          throw new CloseConnectionException("no request came");
        }
      }
      case HEAD -> {
        if (isOver(patience.head())) {
          throw refused(Status.REQUEST_TIMEOUT_408);
        }
      }
      case BODY -> {
        if (isOver(patience.body())) {
          throw isAnswered
              ? new CloseConnectionException("the rest of the body did not come")
              : new ProblemException(Problem.REQUEST_TIMEOUT);
        }
      }
    }
  }

  private boolean isOver(Duration limit) {
    return System.nanoTime() - phaseBeganNanos > limit.toNanos();
  }

  private void enter(Phase next) {
    phase = next;
    phaseBeganNanos = System.nanoTime();
  }

  /**
   * RFC 9112, section 6.3: two lengths, a length beside a transfer coding, or a coding that is not
   * just {@code chunked} is how requests are smuggled past a proxy.
   */
  private static void refuseUnlessItsEndIsClear(Headers headers) {
    var lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
    var codings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
    if (lengths.size() + codings.size() > 1
        || !lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"))
        || !codings.stream().allMatch("chunked"::equals)
        || headers.stream().anyMatch(header -> header.name().isEmpty())) {
      throw refused(Status.BAD_REQUEST_400);
    }
  }

  private static long length(Headers headers) {
    return headers.all(HeaderNames.CONTENT_LENGTH, List::of).stream()
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static RequestException refused(Status status) {
    return RequestException.builder()
        .type(DirectHandler.EventType.OTHER)
        .status(status)
        .setKeepAlive(false)
        .message("refused before it is routed")
        .build();
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  // The rest is the connection's own.

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return connection.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return connection.executor();
  }

  @Override
  public Router router() {
    return connection.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return connection.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return connection.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return connection.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return connection.localPeer();
  }

  @Override
  public boolean isSecure() {
    return wire.isSecure();
  }

  @Override
  public String socketId() {
    return connection.socketId();
  }

  @Override
  public String childSocketId() {
    return connection.childSocketId();
  }
}
