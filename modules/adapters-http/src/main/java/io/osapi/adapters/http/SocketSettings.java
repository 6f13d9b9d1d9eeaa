package io.osapi.adapters.http;

import io.helidon.common.socket.SocketOptions;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How accepted sockets are set up. Helidon's own settings have a read timeout, but its server does
 * not pass it on to the socket.
 */
final class SocketSettings implements SocketOptions {
  /** How often a read that waits looks at the clock: how exact {@link Patience} is. */
  private static final Duration TICK = Duration.ofMillis(250);

  @Override
  public void configureSocket(Socket socket) {
    try {
      // Answers are written at once and whole: nothing would be gained by holding them back.
      socket.setTcpNoDelay(tcpNoDelay());
      socket.setKeepAlive(socketKeepAlive());
      socket.setSoTimeout(Math.toIntExact(readTimeout().toMillis()));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Duration readTimeout() {
    return TICK;
  }

  @Override
  public boolean tcpNoDelay() {
    return true;
  }

  @Override
  public boolean socketKeepAlive() {
    return true;
  }

  @Override
  public boolean socketReuseAddress() {
    return true;
  }

  /** A server's sockets do not connect. */
  @Override
  public Duration connectTimeout() {
    return Duration.ZERO;
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return Map.of();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return Optional.empty();
  }
}
