package io.osapi.adapters.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** Helidon's HTTP/1.1 on a {@link GuardedConnection}. */
final class GuardedHttp implements ServerConnectionSelector {
  private static final int MAX_HEADERS_BYTES = 16 * 1024;
  private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;

  private final Patience patience;
  private final Optional<SSLContext> tls;
  private final UnreadAnswers unread;
  private final ServerConnectionSelector http;

  /**
   * @param tls speaks it if present, and nothing else
   */
  GuardedHttp(Patience patience, Optional<SSLContext> tls, UnreadAnswers unread) {
    this.patience = patience;
    this.tls = tls;
    this.unread = unread;
    this.http = Http1ConnectionSelector.builder().config(config()).build();
  }

  private static Http1Config config() {
    return Http1Config.builder()
        .maxPrologueLength(MAX_REQUEST_LINE_BYTES)
        .maxHeadersSize(MAX_HEADERS_BYTES)
        .validateRequestHeaders(true)
        .validateResponseHeaders(true)
        .addReceiveListener(onReceive())
        .addSendListener(onSend())
        // They would write tokens into the log.
        .receiveLog(false)
        .sendLog(false)
        .build();
  }

  private static Http1ConnectionListener onReceive() {
    return new Http1ConnectionListener() {
      @Override
      public void headers(ConnectionContext context, Headers headers) {
        guard(context).headArrived(headers);
      }
    };
  }

  private static Http1ConnectionListener onSend() {
    return new Http1ConnectionListener() {
      @Override
      public void status(ConnectionContext context, Status status) {
        guard(context).answered();
      }
    };
  }

  /** The context that {@link #connection} gave to the parser. */
  private static GuardedConnection guard(ConnectionContext context) {
    return (GuardedConnection) context;
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return tls.map(its -> secured(context, its))
        .orElseGet(() -> guarded(context, Wire.plain(context)));
  }

  private ServerConnection secured(ConnectionContext context, SSLContext its) {
    var wire = new TlsWire(context.serverSocket(), its);
    return new TlsConnection(guarded(context, wire), wire);
  }

  private ServerConnection guarded(ConnectionContext context, Wire wire) {
    var writer = unread.watching(wire.writer(), context.serverSocket());
    return http.connection(new GuardedConnection(context, wire, writer, patience));
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }
}
