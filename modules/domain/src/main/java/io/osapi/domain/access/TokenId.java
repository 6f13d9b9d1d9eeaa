package io.osapi.domain.access;

import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Names one token, so that it can be called back: the claim {@code jti} (RFC 7519, section 4.1.7).
 *
 * @param value 1 to 128 visible ASCII characters; letter case matters
 */
public record TokenId(String value) {
  /** No token is good for longer, which bounds what must be remembered of those called back. */
  public static final Duration MAX_LIFETIME = Duration.ofDays(90);

  public static final String GRAMMAR = "[!-~]{1,128}";
  public static final String HINT = "must be 1 to 128 visible ASCII characters";

  private static final Pattern PATTERN = Pattern.compile(GRAMMAR);

  public TokenId {
    if (!isValid(value)) {
      throw ProblemException.invalid(Violation.badFormat("/id", HINT));
    }
  }

  public static boolean isValid(String text) {
    return PATTERN.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
