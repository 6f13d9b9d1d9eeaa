package io.osapi.adapters.http;

import io.osapi.application.SubmitJob;
import io.osapi.domain.access.Principal;
import io.osapi.domain.job.Target;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.problem.Nearest;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the body of a submission. */
final class JobRequest {
  private static final List<String> MEMBERS =
      List.of("operation", "target", "target_hostname", "timeout", "expires_in");
  private static final List<String> OPERATION_MEMBERS = List.of("type", "data");

  /** Looking for the names nearest to a mistyped one takes time with its length. */
  private static final int MAX_TYPE_CHARACTERS = 128;

  private final Catalogue catalogue;

  JobRequest(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * @throws ProblemException {@code INVALID_INPUT} with every violation
   */
  SubmitJob.Request read(Map<String, Object> body, Principal caller) {
    var violations = new Violations();
    refuseUnknown(body, MEMBERS, "", violations);
    var invocation = violations.collect(() -> invocation(body));
    var target = violations.collect(() -> target(body));
    var timeout = violations.collect(() -> duration(body, "timeout"));
    var expiresIn = violations.collect(() -> duration(body, "expires_in"));
    violations.refuseIfAny();
    return new SubmitJob.Request(
        invocation.orElseThrow(),
        target.orElseThrow(),
        timeout.orElseThrow(),
        expiresIn.orElseThrow(),
        caller);
  }

  private Invocation<?, ?> invocation(Map<String, Object> body) {
    var operation = object(required(body, "operation", ""), "/operation");
    var violations = new Violations();
    refuseUnknown(operation, OPERATION_MEMBERS, "/operation", violations);
    var type = violations.collect(() -> type(operation));
    var data = violations.collect(() -> data(operation));
    var invocation =
        type.flatMap(name ->
            data.flatMap(values ->
                violations.collect(() -> catalogue.invocation(name, values, "/operation"))));
    violations.refuseIfAny();
    return invocation.orElseThrow();
  }

  private static String type(Map<String, Object> operation) {
    var type = text(required(operation, "type", "/operation"), "/operation/type");
    if (type.length() > MAX_TYPE_CHARACTERS) {
      throw ProblemException.invalid(
          new Violation("/operation/type", "unknown-value", "is not an operation"));
    }
    return type;
  }

  private static Map<String, Object> data(Map<String, Object> operation) {
    return given(operation, "data").map(data -> object(data, "/operation/data")).orElse(Map.of());
  }

  private static Target target(Map<String, Object> body) {
    var target = given(body, "target");
    var older = given(body, "target_hostname");
    if (target.isPresent() && older.isPresent()) {
      throw ProblemException.invalid(
          Violation.badFormat("/target_hostname", "is the older name of target: give one of them"));
    }
    return target
        .map(text -> Target.parse(text(text, "/target"), "/target"))
        .or(() ->
            older.map(text -> Target.parse(text(text, "/target_hostname"), "/target_hostname")))
        .orElseGet(Target.Any::new);
  }

  private static Optional<Duration> duration(Map<String, Object> body, String name) {
    var pointer = "/" + name;
    return given(body, name).map(value -> DurationText.parse(text(value, pointer), pointer));
  }

  private static void refuseUnknown(
      Map<String, Object> object, List<String> known, String parent, Violations violations) {
    for (var name : object.keySet()) {
      if (!known.contains(name)) {
        violations.add(
            new Violation(
                parent + "/" + name.replace("~", "~0").replace("/", "~1"),
                "unknown-member",
                "is not known here" + Nearest.hint(name, known)));
      }
    }
  }

  /** A member that is null counts as absent. */
  private static Optional<Object> given(Map<String, Object> object, String name) {
    return Optional.ofNullable(object.get(name));
  }

  private static Object required(Map<String, Object> object, String name, String parent) {
    return given(object, name)
        .orElseThrow(() -> ProblemException.invalid(Violation.required(parent + "/" + name)));
  }

  private static String text(Object value, String pointer) {
    if (value instanceof String text) {
      return text;
    }
    throw ProblemException.invalid(new Violation(pointer, "wrong-type", "must be a string"));
  }

  @SuppressWarnings("unchecked") // our own decoder made it: keys are strings
  private static Map<String, Object> object(Object value, String pointer) {
    if (value instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw ProblemException.invalid(new Violation(pointer, "wrong-type", "must be an object"));
  }
}
