package io.osapi.adapters.os;

import io.osapi.domain.operation.NetworkOperations.Ping;
import io.osapi.domain.operation.NetworkOperations.PingRequest;
import java.math.BigDecimal;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Runs the system's ping: that of iputils, BusyBox or GNU inetutils. */
final class SystemPing {
  private static final Pattern COUNTS =
      Pattern.compile("(\\d+) packets transmitted, (\\d+) (?:packets )?received");
  private static final Pattern ROUND_TRIPS =
      Pattern.compile(
          "(?:rtt|round-trip) min/avg/max(?:/\\w+)? = ([\\d.]+)/([\\d.]+)/([\\d.]+)(?:/[\\d.]+)? ms");
  private static final Pattern NO_ROUTE =
      Pattern.compile("Network is unreachable|No route to host|Host is down");
  private static final Pattern NO_PERMISSION =
      Pattern.compile("(?i)operation not permitted|permission denied");

  private final Commands commands;

  SystemPing(Commands commands) {
    this.commands = commands;
  }

  /**
   * @param noSocket why this process does not ping by itself, for when the program cannot either
   */
  Ping ping(InetAddress address, PingRequest request, String noSocket)
      throws OperationFailure, InterruptedException {
    var program = program(address);
    if (program.isEmpty()) {
      throw notPermitted(noSocket + ", and there is no ping program here");
    }
    var result = commands.run(program.get(), arguments(request), List.of(address.getHostAddress()));
    return parse(result, request.count());
  }

  static List<String> arguments(PingRequest request) {
    return List.of(
        "-n", // looks no names up: they could take longer than the ping
        "-q", // prints the summary only
        "-c" + request.count(),
        "-i" + seconds(request.interval()),
        // Whole seconds, for some know no parts of them.
        "-W" + Math.max(1, request.timeout().plusMillis(999).toSeconds()));
  }

  /**
   * @param count of requests, for a host without a route: none left, and so none came back
   */
  static Ping parse(Commands.Result result, int count) throws OperationFailure {
    var counts = COUNTS.matcher(result.output());
    if (!counts.find()) {
      return withoutSummary(result, count);
    }
    int sent = Integer.parseInt(counts.group(1));
    int received = Math.min(sent, Integer.parseInt(counts.group(2)));
    var times = ROUND_TRIPS.matcher(result.output());
    boolean hasTimes = times.find();
    return new Ping(
        sent,
        received,
        lossPercent(sent, received),
        hasTimes ? Optional.of(Double.valueOf(times.group(1))) : Optional.empty(),
        hasTimes ? Optional.of(Double.valueOf(times.group(2))) : Optional.empty(),
        hasTimes ? Optional.of(Double.valueOf(times.group(3))) : Optional.empty());
  }

  private static Ping withoutSummary(Commands.Result result, int count) throws OperationFailure {
    if (NO_ROUTE.matcher(result.errors()).find()) {
      return new Ping(count, 0, 100, Optional.empty(), Optional.empty(), Optional.empty());
    } else if (NO_PERMISSION.matcher(result.errors()).find()) {
      throw notPermitted("the ping program may not");
    }
    throw new OperationFailure("command-failed", result.complaint());
  }

  static double lossPercent(int sent, int received) {
    return sent == 0 ? 100 : Math.round(1000.0 * (sent - received) / sent) / 10.0;
  }

  private static OperationFailure notPermitted(String why) {
    return new OperationFailure(
        "ping-not-permitted",
        why + "; allow it with the sysctl net.ipv4.ping_group_range = 0 2147483647");
  }

  /** Older systems have a program of its own for IPv6; newer ones keep the name. */
  private Optional<Path> program(InetAddress address) {
    return address instanceof Inet6Address
        ? commands.find("ping6").or(() -> commands.find("ping"))
        : commands.find("ping");
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
