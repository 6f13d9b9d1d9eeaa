package io.osapi.adapters.os;

import io.osapi.application.port.OperationRunner.Progress;
import io.osapi.domain.operation.NetworkOperations.Ping;
import io.osapi.domain.operation.NetworkOperations.PingRequest;
import java.io.IOException;
import java.net.InetAddress;

/** Pings with the kernel's unprivileged ICMP sockets, else with the system's ping. */
final class Pinger {
  private final Echo sockets;
  private final SystemPing program;
  private final Addresses addresses = new Addresses();

  /** Sends echo requests from this process. */
  @FunctionalInterface
  interface Echo {

    /**
     * @throws NotSupported if the kernel gives this process no such socket
     */
    Ping ping(InetAddress address, PingRequest request, Progress progress)
        throws IOException, InterruptedException;
  }

  Pinger(Echo sockets, SystemPing program) {
    this.sockets = sockets;
    this.program = program;
  }

  static Pinger of(Commands commands) {
    return new Pinger(IcmpEcho::ping, new SystemPing(commands));
  }

  Ping ping(PingRequest request, Progress progress) throws IOException, InterruptedException {
    // Resolved here, so that both ways ping the same address and say alike when there is none.
    var address = addresses.resolve(request.address());
    try {
      return sockets.ping(address, request, progress);
    } catch (NotSupported noSocket) {
      return program.ping(address, request, noSocket.getMessage());
    }
  }
}
