package io.osapi.domain.operation;

import java.util.regex.Pattern;

/**
 * {@code family.resource.verb}, such as {@code network.dns.update}.
 *
 * @throws IllegalArgumentException if a part is missing or not lower-case letters, digits or {@code
 *     -}
 */
public record OperationName(String family, String resource, String verb)
    implements Comparable<OperationName> {
  private static final Pattern PART = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  public OperationName {
    for (var part : new String[] {family, resource, verb}) {
      if (!PART.matcher(part).matches()) {
        throw new IllegalArgumentException("not a part of an operation name: " + part);
      }
    }
  }

  public static OperationName parse(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not family.resource.verb: " + text);
    }
    return new OperationName(parts[0], parts[1], parts[2]);
  }

  @Override
  public int compareTo(OperationName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return family + "." + resource + "." + verb;
  }
}
