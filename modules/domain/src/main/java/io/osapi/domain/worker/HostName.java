package io.osapi.domain.worker;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.util.regex.Pattern;

/**
 * The name a worker is known by; by default the name its kernel reports.
 *
 * @param value 1 to 254 letters, digits, {@code .}, {@code _}, {@code -}; begins and ends with a
 *     letter or digit; letter case matters
 */
public record HostName(String value) implements Comparable<HostName> {
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?");

  public HostName {
    if (!isValid(value)) {
      throw ProblemException.invalid(
          Violation.badFormat(
              "/hostname",
              "must be 1 to 254 letters, digits, '.', '_' or '-', beginning and ending with a letter"
                  + " or digit"));
    }
  }

  public static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches();
  }

  @Override
  public int compareTo(HostName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
