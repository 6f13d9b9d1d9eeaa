package io.osapi.domain.operation;

import java.util.List;
import java.util.regex.Pattern;

/** What texts of the network may look like. Decided from the text alone: nothing is looked up. */
final class NetworkText {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern ALL_DIGITS = Pattern.compile("\\d+");
  private static final int MAX_NAME_LENGTH = 253;
  private static final int IPV6_GROUPS = 8;

  private NetworkText() {}

  static boolean isIpLiteral(String text) {
    return isIpv4(text) || isIpv6(text);
  }

  /** Four decimal numbers without leading zeros, which some programs read as octal. */
  static boolean isIpv4(String text) {
    return IPV4.matcher(text).matches();
  }

  /**
   * The forms of RFC 4291, section 2.2. A zone ({@code fe80::1%eth0}) is refused: it means
   * something on one host only, and resolvers give such addresses back without it.
   */
  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == IPV6_GROUPS;
    }
    var before = text.substring(0, gap);
    var after = text.substring(gap + 2);
    if (before.contains(".")) {
      return false;
    }
    int given = (before.isEmpty() ? 0 : groups(before)) + (after.isEmpty() ? 0 : groups(after));
    // The gap stands for at least one group.
    return given < IPV6_GROUPS;
  }

  /** How many 16-bit groups; more than an address has where the text is none. */
  private static int groups(String text) {
    var parts = List.of(text.split(":", -1));
    boolean endsWithIpv4 = isIpv4(parts.getLast());
    var hexadecimal = endsWithIpv4 ? parts.subList(0, parts.size() - 1) : parts;
    boolean valid = hexadecimal.stream().allMatch(part -> GROUP.matcher(part).matches());
    return valid ? hexadecimal.size() + (endsWithIpv4 ? 2 : 0) : 2 * IPV6_GROUPS;
  }

  /** RFC 1035, section 2.3.1, with the digits at the beginning that RFC 1123 allows. */
  static boolean isDomainName(String text) {
    var labels = text.split("\\.", -1);
    return text.length() <= MAX_NAME_LENGTH
        && List.of(labels).stream().allMatch(label -> LABEL.matcher(label).matches())
        // No top-level domain is a number, but 10.1 and 256.1.1.1 are addresses gone wrong.
        && !ALL_DIGITS.matcher(labels[labels.length - 1]).matches();
  }
}
