package io.osapi.adapters.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.osapi.adapters.os.libc.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A datagram ICMP socket of Linux (icmp(7)), which needs no privilege where the sysctl {@code
 * net.ipv4.ping_group_range} has one of the process's groups. Java has no such socket, so libc is
 * called. For one thread.
 */
final class IcmpSocket implements AutoCloseable {
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int IPPROTO_ICMP = 1;
  private static final int IPPROTO_ICMPV6 = 58;
  private static final int MSG_DONTWAIT = 0x40;
  private static final short POLLIN = 1;
  private static final int EPERM = 1;
  private static final int EINTR = 4;
  private static final int EACCES = 13;
  private static final int EPROTONOSUPPORT = 93;
  private static final int EAFNOSUPPORT = 97;
  private static final int ENETDOWN = 100;
  private static final int ENETUNREACH = 101;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTDOWN = 112;
  private static final int EHOSTUNREACH = 113;
  private static final int MAX_REPLY_BYTES = 2_048;

  /** What the kernel says of an address that it does not reach now: a packet lost, not an error. */
  private static final Set<Integer> UNREACHABLE =
      Set.of(ENETDOWN, ENETUNREACH, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH);

  private static final MethodHandle SOCKET =
      Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      Libc.function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      Libc.function(
          "recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle POLL =
      Libc.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment callState = Libc.errorPlace(arena);
  private final MemorySegment packet = arena.allocate(MAX_REPLY_BYTES);
  private final MemorySegment pollEntry = arena.allocate(JAVA_LONG);
  private final MemorySegment peer;
  private final int descriptor;

  private IcmpSocket(InetAddress address) throws IOException {
    boolean isV6 = address instanceof Inet6Address;
    this.peer = isV6 ? peerV6(address) : peerV4(address);
    this.descriptor =
        (int)
            Libc.call(() ->
                (int)
                    SOCKET.invokeExact(
                        callState,
                        isV6 ? AF_INET6 : AF_INET,
                        SOCK_DGRAM_CLOEXEC,
                        isV6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP));
    if (descriptor < 0) {
      int error = errno();
      arena.close();
      throw refusal(error);
    }
    pollEntry.set(JAVA_INT, 0, descriptor);
    pollEntry.set(JAVA_SHORT, 4, POLLIN);
  }

  /**
   * @throws NotSupported if the kernel does not let this process have such a socket
   */
  static IcmpSocket open(InetAddress address) throws IOException {
    return new IcmpSocket(address);
  }

  /**
   * Calls each function once to no effect: the first call takes the JDK milliseconds, which are no
   * part of a round trip.
   */
  void warmUp() {
    // The kernel refuses a packet without a header, and has none for us yet.
    sendto(new byte[0]);
    poll(Duration.ZERO);
    recv(MSG_DONTWAIT);
  }

  /** A packet for which there is no way is lost, like one that is dropped later. */
  void send(byte[] bytes) throws IOException {
    if (sendto(bytes) < 0 && !UNREACHABLE.contains(errno())) {
      throw failure("sendto");
    }
  }

  /** The next packet; empty if none comes within {@code atMost}. */
  Optional<byte[]> receive(Duration atMost) throws IOException {
    long ready = poll(atMost);
    if (ready < 0 && errno() != EINTR) {
      throw failure("poll");
    } else if (ready <= 0) {
      return Optional.empty();
    }
    long length = recv(0);
    if (length >= 0) {
      return Optional.of(packet.asSlice(0, length).toArray(JAVA_BYTE));
    } else if (UNREACHABLE.contains(errno()) || errno() == EINTR) {
      return Optional.empty();
    }
    throw failure("recv");
  }

  private long sendto(byte[] bytes) {
    MemorySegment.copy(bytes, 0, packet, JAVA_BYTE, 0, bytes.length);
    long length = bytes.length;
    int peerLength = (int) peer.byteSize();
    return Libc.call(() ->
        (long) SENDTO.invokeExact(callState, descriptor, packet, length, 0, peer, peerLength));
  }

  private long poll(Duration atMost) {
    int millis = (int) atMost.toMillis();
    return Libc.call(() -> (int) POLL.invokeExact(callState, pollEntry, 1L, millis));
  }

  private long recv(int flags) {
    long size = packet.byteSize();
    return Libc.call(() -> (long) RECV.invokeExact(callState, descriptor, packet, size, flags));
  }

  @Override
  public void close() throws IOException {
    long result = Libc.call(() -> (int) CLOSE.invokeExact(callState, descriptor));
    arena.close();
    if (result < 0) {
      throw new IOException("close failed");
    }
  }

  /** {@code struct sockaddr_in}: family, port, address (ip(7)). */
  private MemorySegment peerV4(InetAddress address) {
    var peer = arena.allocate(16, 4);
    peer.set(JAVA_SHORT, 0, (short) AF_INET);
    MemorySegment.copy(address.getAddress(), 0, peer, JAVA_BYTE, 4, 4);
    return peer;
  }

  /** {@code struct sockaddr_in6}: family, port, flow, address, scope (ipv6(7)). */
  private MemorySegment peerV6(InetAddress address) {
    var peer = arena.allocate(28, 4);
    peer.set(JAVA_SHORT, 0, (short) AF_INET6);
    MemorySegment.copy(address.getAddress(), 0, peer, JAVA_BYTE, 8, 16);
    peer.set(JAVA_INT, 24, ((Inet6Address) address).getScopeId());
    return peer;
  }

  private static IOException refusal(int error) {
    return switch (error) {
      case EPERM, EACCES, EPROTONOSUPPORT, EAFNOSUPPORT ->
          new NotSupported("the kernel gives this worker no ICMP socket");
      default -> new IOException("socket failed with error " + error + " of errno(3)");
    };
  }

  private IOException failure(String function) {
    return new IOException(function + " failed with error " + errno() + " of errno(3)");
  }

  private int errno() {
    return Libc.errno(callState);
  }
}
