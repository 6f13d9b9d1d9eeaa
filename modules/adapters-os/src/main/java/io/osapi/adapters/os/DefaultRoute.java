package io.osapi.adapters.os;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which interface leads to the rest of the world, from {@code /proc/net/route} and {@code
 * /proc/net/ipv6_route}: numbers in hexadecimal, one route a line (proc_net(5), kernel
 * documentation of ipv6_route).
 */
final class DefaultRoute {
  static final String IPV4_PATH = "/proc/net/route";
  static final String IPV6_PATH = "/proc/net/ipv6_route";

  private static final int HEX = 16;
  private static final String DIGITS = "0-9";
  private static final String HEX_DIGITS = "0-9A-Fa-f";

  /** RTF_REJECT: a route that answers "unreachable", which the loopback has for IPv6. */
  private static final long REJECTS = 0x200;

  private static final int IPV4_FIELDS = 8;
  private static final int IPV6_FIELDS = 10;

  /** One way to everywhere; the lower metric is preferred. */
  private record Way(String device, long metric) {}

  private DefaultRoute() {}

  /** Of several the preferred one. */
  static Optional<String> deviceOfIpv4(String text) {
    return preferred(
        rows(text, IPV4_FIELDS)
            .filter(row -> row[1].equals("00000000") && row[7].equals("00000000"))
            .filter(row -> isNumber(row[3], HEX_DIGITS) && isNumber(row[6], DIGITS))
            .filter(row -> !rejects(row[3]))
            .map(row -> new Way(row[0], Long.parseLong(row[6]))));
  }

  /** Of several the preferred one. */
  static Optional<String> deviceOfIpv6(String text) {
    return preferred(
        rows(text, IPV6_FIELDS)
            .filter(row -> row[0].matches("0+") && row[1].equals("00"))
            .filter(row -> isNumber(row[8], HEX_DIGITS) && isNumber(row[5], HEX_DIGITS))
            .filter(row -> !rejects(row[8]))
            .map(row -> new Way(row[9], Long.parseLong(row[5], HEX))));
  }

  private static boolean isNumber(String text, String digits) {
    return text.matches("[" + digits + "]{1,15}");
  }

  private static boolean rejects(String flags) {
    return (Long.parseLong(flags, HEX) & REJECTS) != 0;
  }

  private static Optional<String> preferred(Stream<Way> ways) {
    return ways.min(Comparator.comparingLong(Way::metric)).map(Way::device);
  }

  private static Stream<String[]> rows(String text, int fields) {
    return text.lines().map(line -> line.strip().split("\\s+")).filter(row -> row.length >= fields);
  }
}
