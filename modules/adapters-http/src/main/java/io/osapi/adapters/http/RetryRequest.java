package io.osapi.adapters.http;

import io.osapi.application.RetryJob.Whom;
import io.osapi.domain.job.Target;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.About;
import io.osapi.domain.shape.Shape;
import java.util.Map;
import java.util.Optional;

/** Reads the body of a retry. */
final class RetryRequest {
  /** Which of the job's workers. */
  public enum Only {
    FAILED
  }

  public record Body(
      @About("Another target than the job's own: _any, _all, a host name, or a label")
          Optional<String> target,
      @About("Just the hosts on which it failed; not together with target") Optional<Only> only) {}

  static final Shape<Body> SHAPE = Shape.of(Body.class);

  private RetryRequest() {}

  /**
   * @throws ProblemException {@code INVALID_INPUT} with every violation
   */
  static Whom read(Map<String, Object> values) {
    var body = SHAPE.read(values);
    if (body.target().isPresent() && body.only().isPresent()) {
      throw ProblemException.invalid(
          new Violation("/only", "bad-combination", "says for whom, as target does: give one"));
    }
    return body.only().isPresent()
        ? new Whom.Failed()
        : body.target().<Whom>map(RetryRequest::other).orElseGet(Whom.Same::new);
  }

  private static Whom other(String target) {
    return new Whom.Other(Target.parse(target, "/target"));
  }
}
