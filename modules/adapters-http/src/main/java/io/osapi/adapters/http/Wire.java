package io.osapi.adapters.http;

import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ConnectionContext;

/** The bytes of HTTP, from and to one client. Confined to the connection's thread. */
interface Wire extends AutoCloseable {

  /**
   * What has arrived; waits for it. Empty where bytes arrived that are no part of HTTP; null at the
   * end, as Helidon's sockets have it.
   *
   * @throws java.io.UncheckedIOException of a {@link java.net.SocketTimeoutException} now and then,
   *     so that the caller can look at the clock
   */
  byte[] read();

  DataWriter writer();

  boolean isSecure();

  /** Whether HTTP can be spoken: with TLS there is a handshake first. */
  boolean isEstablished();

  /** Says that nothing follows, where there is a way to say it; the socket stays open. */
  @Override
  void close();

  /** The socket itself. */
  static Wire plain(ConnectionContext connection) {
    return new Wire() {
      @Override
      public byte[] read() {
        return connection.serverSocket().get();
      }

      @Override
      public DataWriter writer() {
        return connection.dataWriter();
      }

      @Override
      public boolean isSecure() {
        return false;
      }

      @Override
      public boolean isEstablished() {
        return true;
      }

      /** TCP says it when the socket is closed. */
      @Override
      public void close() {}
    };
  }
}
