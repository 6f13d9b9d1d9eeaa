package io.osapi.domain.operation;

import java.util.regex.Pattern;

/**
 * {@code family.resource.verb}, such as {@code network.dns.update}; of a family that has itself for
 * its one resource {@code family.verb}, such as {@code inventory.get}.
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
    var name =
        switch (parts.length) {
          case 2 -> new OperationName(parts[0], parts[0], parts[1]);
          case 3 -> new OperationName(parts[0], parts[1], parts[2]);
          default -> throw new IllegalArgumentException("not family.resource.verb: " + text);
        };
    if (!name.toString().equals(text)) {
      throw new IllegalArgumentException("is written " + name + ": " + text);
    }
    return name;
  }

  /** Whether the family has itself for its one resource. */
  public boolean isOfFamilyItself() {
    return resource.equals(family);
  }

  /** As resources of the API are named: {@code network/dns}, {@code inventory}. */
  public String path() {
    return isOfFamilyItself() ? family : family + "/" + resource;
  }

  @Override
  public int compareTo(OperationName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return path().replace('/', '.') + "." + verb;
  }
}
