package io.osapi.domain.problem;

/**
 * One place of the input that breaks a rule.
 *
 * @param pointer a JSON Pointer into the body (RFC 6901), or {@code query/<name>}, {@code
 *     path/<name>}
 * @param code stable, kebab-case: {@code required}, {@code unknown-member}, {@code wrong-type},
 *     {@code out-of-range}, {@code bad-format}, {@code too-long}, {@code unknown-value}
 * @param message what is wrong and what would be right, for people
 */
public record Violation(String pointer, String code, String message) {

  public static Violation required(String pointer) {
    return new Violation(pointer, "required", "is required");
  }

  public static Violation badFormat(String pointer, String message) {
    return new Violation(pointer, "bad-format", message);
  }

  public static Violation outOfRange(String pointer, String message) {
    return new Violation(pointer, "out-of-range", message);
  }

  /**
   * The same fault, seen from the place that holds the value: {@code /servers} below {@code
   * /operation/data}.
   */
  public Violation below(String parent) {
    return new Violation(parent + pointer, code, message);
  }
}
