package io.osapi.domain.problem;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The caller or the world is at fault; ends the use case and becomes an answer at the edge. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final transient Map<String, String> values;
  private final transient List<Violation> violations;

  private ProblemException(
      Problem problem, Map<String, String> values, List<Violation> violations, Throwable cause) {
    super(problem.code(), cause);
    this.problem = problem;
    this.values = Map.copyOf(values);
    this.violations = List.copyOf(violations);
  }

  public ProblemException(Problem problem) {
    this(problem, Map.of(), List.of(), null);
  }

  /** {@code values} name what varies: {@code target=web-09}. Callers see them, so no secrets. */
  public ProblemException(Problem problem, Map<String, String> values) {
    this(problem, values, List.of(), null);
  }

  public ProblemException(Problem problem, Map<String, String> values, Throwable cause) {
    this(problem, values, List.of(), cause);
  }

  public static ProblemException invalid(List<Violation> violations) {
    return new ProblemException(Problem.INVALID_INPUT, Map.of(), violations, null);
  }

  public static ProblemException invalid(Violation violation) {
    return invalid(List.of(violation));
  }

  public Problem problem() {
    return problem;
  }

  public List<Violation> violations() {
    return violations;
  }

  /** What happened, with the named values, and what to do next; one paragraph. */
  public String detail() {
    var named =
        values.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(value -> value.getKey() + " '" + value.getValue() + "'")
            .collect(Collectors.joining(", "));
    return problem.title() + (named.isEmpty() ? "" : ": " + named) + ". " + problem.advice();
  }

  @Override
  public String getMessage() {
    var places =
        violations.stream()
            .map(violation -> violation.pointer() + " " + violation.message())
            .collect(Collectors.joining("; "));
    return places.isEmpty() ? detail() : problem.title() + ": " + places;
  }
}
