package io.osapi.adapters.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Refuses request heads that come too slowly or leave open where the body ends; watches each
 * connection from its own thread, as bytes arrive.
 *
 * <p>A client that sends nothing at all is left to the server's read timeout.
 */
final class RequestHeadGuard {
  private final Duration maxTime;

  /** Every connection has a thread of its own, from its first byte to its last. */
  private final ThreadLocal<Head> head = ThreadLocal.withInitial(Head::new);

  RequestHeadGuard(Duration maxTime) {
    this.maxTime = maxTime;
  }

  private static final class Head {
    private boolean isAwaited = true;
    private Optional<Long> firstByteNanos = Optional.empty();
    private long bytesOfRequest;
  }

  /** To be told of what is received. */
  Http1ConnectionListener receiving() {
    return new Http1ConnectionListener() {
      @Override
      public void data(ConnectionContext context, BufferData data) {
        arrived(data.available());
      }

      @Override
      public void data(ConnectionContext context, byte[] data, int position, int length) {
        arrived(length);
      }

      @Override
      public void headers(ConnectionContext context, Headers headers) {
        head.get().isAwaited = false;
        refuseUnlessBodyEnds(headers);
      }
    };
  }

  /** To be told of what is sent: an answer ends a request. */
  Http1ConnectionListener sending() {
    return new Http1ConnectionListener() {
      @Override
      public void status(ConnectionContext context, Status status) {
        head.set(new Head());
      }
    };
  }

  private void arrived(int bytes) {
    var now = System.nanoTime();
    var awaited = head.get();
    awaited.bytesOfRequest += bytes;
    if (awaited.bytesOfRequest > ApiServer.MAX_REQUEST_BYTES) {
      throw new CloseConnectionException("a request has no end");
    }
    if (!awaited.isAwaited) {
      return;
    }
    if (awaited.firstByteNanos.isEmpty()) {
      awaited.firstByteNanos = Optional.of(now);
    } else if (now - awaited.firstByteNanos.get() > maxTime.toNanos()) {
      throw refused(Status.REQUEST_TIMEOUT_408);
    }
  }

  /**
   * RFC 9112, section 6.3: two lengths, a length beside a transfer coding, or a coding that is not
   * just {@code chunked} is how requests are smuggled past a proxy.
   */
  private static void refuseUnlessBodyEnds(Headers headers) {
    var lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
    var codings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
    if (lengths.size() + codings.size() > 1
        || !lengths.stream().allMatch(length -> length.matches("[0-9]{1,18}"))
        || !codings.stream().allMatch("chunked"::equals)) {
      throw refused(Status.BAD_REQUEST_400);
    }
  }

  private static RequestException refused(Status status) {
    return RequestException.builder()
        .type(DirectHandler.EventType.OTHER)
        .status(status)
        .setKeepAlive(false)
        .message("refused before routing")
        .build();
  }
}
