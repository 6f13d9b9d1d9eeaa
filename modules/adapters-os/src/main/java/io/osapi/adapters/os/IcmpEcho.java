package io.osapi.adapters.os;

import io.osapi.application.port.OperationRunner.Progress;
import io.osapi.domain.operation.NetworkOperations.Ping;
import io.osapi.domain.operation.NetworkOperations.PingRequest;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Sends ICMP echo requests (RFC 792, RFC 4443) over one socket and times the replies.
 *
 * <p>The kernel sets identifier and checksum, and gives the socket only the replies to its own
 * requests (icmp(7)).
 */
final class IcmpEcho {
  /** After which an interrupt is looked for: no call waits longer for a reply. */
  private static final Duration SLICE = Duration.ofMillis(50);

  private static final int REQUEST_BYTES = 64;
  private static final int SEQUENCE_OFFSET = 6;
  private static final byte ECHO_V4 = 8;
  private static final byte ECHO_REPLY_V4 = 0;
  private static final byte ECHO_V6 = (byte) 128;
  private static final byte ECHO_REPLY_V6 = (byte) 129;

  private final IcmpSocket socket;
  private final boolean isV6;
  private final PingRequest request;
  private final Progress progress;
  private final long[] sentAt;
  private final boolean[] replied;
  private final DoubleSummaryStatistics roundTripMs = new DoubleSummaryStatistics();
  private int sent;

  private IcmpEcho(IcmpSocket socket, boolean isV6, PingRequest request, Progress progress) {
    this.socket = socket;
    this.isV6 = isV6;
    this.request = request;
    this.progress = progress;
    this.sentAt = new long[request.count()];
    this.replied = new boolean[request.count()];
  }

  /**
   * @throws NotSupported if the kernel gives this process no ICMP socket
   */
  static Ping ping(InetAddress address, PingRequest request, Progress progress)
      throws IOException, InterruptedException {
    // The JDK would print a warning, or refuse, at the first call.
    if (!IcmpSocket.class.getModule().isNativeAccessEnabled()) {
      throw new NotSupported("this worker was started without --enable-native-access");
    }
    // On a platform thread: a native call that waits would hold a carrier of the virtual ones.
    var result = new CompletableFuture<Ping>();
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("ping " + address.getHostAddress())
            .start(() -> complete(result, address, request, progress));
    try {
      return result.get();
    } catch (InterruptedException stopped) {
      thread.interrupt();
      throw stopped;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException ofSocket) {
        throw ofSocket;
      }
      throw new IllegalStateException("a ping failed", failed.getCause());
    }
  }

  private static void complete(
      CompletableFuture<Ping> result, InetAddress address, PingRequest request, Progress progress) {
    try (var socket = IcmpSocket.open(address)) {
      boolean isV6 = address instanceof Inet6Address;
      result.complete(new IcmpEcho(socket, isV6, request, progress).run());
    } catch (Throwable failure) {
      result.completeExceptionally(failure);
    }
  }

  private Ping run() throws IOException {
    socket.warmUp();
    long begun = System.nanoTime();
    while (!isOver(System.nanoTime()) && !Thread.currentThread().isInterrupted()) {
      if (sent < request.count() && System.nanoTime() - begun >= dueNanos(sent)) {
        send();
        progress.say(
            sent + " of " + request.count() + " sent, " + roundTripMs.getCount() + " answered");
      } else {
        receive();
      }
    }
    return result();
  }

  private long dueNanos(int sequence) {
    return request.interval().toNanos() * sequence;
  }

  /** All were sent, and all came back or have had their time. */
  private boolean isOver(long now) {
    return sent == request.count()
        && (roundTripMs.getCount() == sent || now - sentAt[sent - 1] > request.timeout().toNanos());
  }

  private void send() throws IOException {
    var packet = ByteBuffer.allocate(REQUEST_BYTES);
    packet.put(0, isV6 ? ECHO_V6 : ECHO_V4);
    packet.putShort(SEQUENCE_OFFSET, (short) sent);
    sentAt[sent] = System.nanoTime();
    socket.send(packet.array());
    sent++;
  }

  private void receive() throws IOException {
    var reply = socket.receive(SLICE);
    long now = System.nanoTime();
    if (reply.isEmpty() || reply.get().length < SEQUENCE_OFFSET + 2) {
      return;
    }
    var packet = ByteBuffer.wrap(reply.get());
    int sequence = packet.getShort(SEQUENCE_OFFSET);
    boolean isReply = packet.get(0) == (isV6 ? ECHO_REPLY_V6 : ECHO_REPLY_V4);
    // A reply may come twice, or too late to count.
    if (isReply && sequence >= 0 && sequence < sent && !replied[sequence]) {
      long tookNanos = now - sentAt[sequence];
      if (tookNanos <= request.timeout().toNanos()) {
        replied[sequence] = true;
        roundTripMs.accept(tookNanos / 1e6);
      }
    }
  }

  private Ping result() {
    int received = (int) roundTripMs.getCount();
    return new Ping(
        sent,
        received,
        SystemPing.lossPercent(sent, received),
        ms(roundTripMs.getMin()),
        ms(roundTripMs.getAverage()),
        ms(roundTripMs.getMax()));
  }

  /** In microseconds at most, as the programs print it; absent where nothing came back. */
  private Optional<Double> ms(double value) {
    return roundTripMs.getCount() == 0
        ? Optional.empty()
        : Optional.of(Math.round(value * 1_000) / 1_000.0);
  }
}
