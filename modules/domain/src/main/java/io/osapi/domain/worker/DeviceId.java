package io.osapi.domain.worker;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.regex.Pattern;

/**
 * The name of a managed host in the subjects of its commands and telemetry: one token there.
 *
 * @param value 1 to 512 letters, digits, {@code _}, {@code -}; letter case matters
 */
public record DeviceId(String value) implements Comparable<DeviceId> {
  /** Room for the longest host name, were all of it dots. */
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9_-]{1,512}");

  public DeviceId {
    if (!isValid(value)) {
      throw ProblemException.invalid(
          Violation.badFormat("/device_id", "must be 1 to 512 letters, digits, '_' or '-'"));
    }
  }

  public static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  /**
   * The id of a host that was given none: its name, with {@code .} written {@code _d} and {@code _}
   * written {@code _u}, so that no two names share an id.
   */
  public static DeviceId of(HostName host) {
    return new DeviceId(host.value().replace("_", "_u").replace(".", "_d"));
  }

  @Override
  public int compareTo(DeviceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
