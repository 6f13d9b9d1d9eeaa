package io.osapi.adapters.http;

import io.helidon.http.Method;
import io.helidon.http.Status;
import io.osapi.application.SubmitJob;
import io.osapi.application.SubmitWatched;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.Target;
import io.osapi.domain.job.Timeline;
import io.osapi.domain.operation.Catalogue;
import io.osapi.domain.operation.Invocation;
import io.osapi.domain.operation.Operation;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * One operation as a resource, by one rule for all: {@code family.resource.verb} is {@code
 * /api/v1/family/resource}, and the verb is the method.
 *
 * <p>Verbs: {@code get} GET, {@code update} PUT, {@code create} POST, {@code delete} DELETE, {@code
 * do} POST; any other is POST to a path of its own below. Inputs come in the body of a PUT or POST;
 * else the only required one, if it is a scalar, is the end of the path, and others are query
 * parameters.
 */
final class OperationResource<I extends Record, O extends Record> {
  /** How long a caller who does not say is kept waiting for results. */
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private static final Field TARGET =
      new Field(
          "target",
          new Type.Text(Optional.empty(), ""),
          "Which workers: _any, _all, a host name, or a label such as group:web.dev",
          false,
          Optional.of("_any"));

  private static final Field TIMEOUT =
      new Field(
          "timeout",
          new Type.Text(Optional.empty(), ""),
          "How long each worker may take, such as 30s; the operation's own limit where left out",
          false,
          Optional.empty());

  private final Operation<I, O> operation;
  private final SubmitJob submitJob;
  private final SubmitWatched submitWatched;
  private final HeldRequests held;
  private final InstantSource clock;
  private final Method method;
  private final Optional<Field> inPath;
  private final List<Field> inQuery;

  OperationResource(
      Operation<I, O> operation,
      ApiServer.UseCases useCases,
      HeldRequests held,
      InstantSource clock) {
    this.operation = operation;
    this.submitJob = useCases.submitJob();
    this.submitWatched = useCases.submitWatched();
    this.held = held;
    this.clock = clock;
    this.method = method(operation.name().verb());
    this.inPath = inPath(operation, method);
    this.inQuery =
        Route.takesBody(method)
            ? List.of()
            : operation.input().fields().stream()
                .filter(field -> !inPath.equals(Optional.of(field)))
                .toList();
    inQuery.forEach(this::refuseReserved);
  }

  Route route() {
    var results = OperationDocuments.results(operation);
    var draft =
        RouteDraft.of(OperationDocuments.id(operation), method, path(), operation.summary())
            .inPath(inPath.stream().toArray(Field[]::new))
            .query(inQuery)
            .query(List.of(TARGET, TIMEOUT))
            .headers(Preferences.WAIT_OR_ASYNC_FIELD)
            .gives(Success.of(Status.OK_200, "Every worker is finished", results, Success.APPLIED))
            .gives(
                Success.of(
                    Status.ACCEPTED_202,
                    "The wait ended first: the results so far",
                    results,
                    Success.LOCATION,
                    Success.APPLIED))
            .refuses(Routes.SUBMISSION);
    if (Route.takesBody(method)) {
      draft.takes(OperationDocuments.input(operation), needsBody());
    }
    return draft.running(operation, this::run);
  }

  private boolean needsBody() {
    return operation.input().fields().stream().anyMatch(Field::required);
  }

  private static Method method(String verb) {
    return switch (verb) {
      case "get" -> Method.GET;
      case "update" -> Method.PUT;
      case "delete" -> Method.DELETE;
      default -> Method.POST;
    };
  }

  private static Optional<Field> inPath(Operation<?, ?> operation, Method method) {
    var required = operation.input().fields().stream().filter(Field::required).toList();
    return !Route.takesBody(method)
            && required.size() == 1
            && ParameterText.isScalar(required.getFirst().type())
        ? Optional.of(required.getFirst())
        : Optional.empty();
  }

  private void refuseReserved(Field field) {
    if (field.name().equals(TARGET.name()) || field.name().equals(TIMEOUT.name())) {
      throw new IllegalArgumentException(
          operation + " has an input named " + field.name() + ", which every resource has already");
    }
  }

  private String path() {
    var name = operation.name();
    var path = "/api/v1/" + name.path();
    var own =
        switch (name.verb()) {
          case "get", "update", "create", "delete", "do" -> "";
          case String other -> "/" + other;
        };
    return path + own + inPath.map(field -> "/{" + field.name() + "}").orElse("");
  }

  private Reply run(Call call) {
    var request = request(call);
    if (call.preferences().respondAsync()) {
      return accepted(new JobRecord(submitJob.submit(request), Timeline.EMPTY))
          .with(Preferences.APPLIED, "respond-async");
    }
    var wait = call.preferences().maxWait();
    try (var watched = submitWatched.submit(request, wait.orElse(USUAL_WAIT))) {
      var reply = reply(held.hold(() -> outcome(watched), watched::submitted));
      return wait.map(reply::applying).orElse(reply);
    }
  }

  /** The job is accepted by now: where the store is lost meanwhile, that is still the answer. */
  private static JobRecord outcome(SubmitWatched.Watched watched) {
    try {
      return watched.await();
    } catch (ProblemException e) {
      if (e.problem() != Problem.UNAVAILABLE) {
        throw e;
      }
      return watched.submitted();
    }
  }

  private Reply reply(JobRecord job) {
    return job.status(clock.instant()).isFinal()
        ? Reply.ok(ResultsView.of(job, clock.instant()))
        : accepted(job);
  }

  private Reply accepted(JobRecord job) {
    return Reply.of(Status.ACCEPTED_202, ResultsView.of(job, clock.instant())).at(job.job().id());
  }

  private SubmitJob.Request request(Call call) {
    var violations = new Violations();
    var invocation = violations.collect(() -> invocation(call));
    var target =
        violations.collect(() ->
            call.query(TARGET.name())
                .map(text -> Target.parse(text, QueryParameters.pointer(TARGET.name())))
                .orElseGet(Target.Any::new));
    var timeout = violations.collect(() -> timeout(call));
    violations.refuseIfAny();
    try {
      return new SubmitJob.Request(
          invocation.orElseThrow(),
          target.orElseThrow(),
          timeout.orElseThrow(),
          Optional.empty(),
          call.caller());
    } catch (ProblemException outOfRange) {
      throw inRequest(outOfRange);
    }
  }

  private static Optional<Duration> timeout(Call call) {
    var pointer = QueryParameters.pointer(TIMEOUT.name());
    return call.query(TIMEOUT.name()).map(text -> DurationText.parse(text, pointer));
  }

  private Invocation<I, O> invocation(Call call) {
    if (Route.takesBody(method)) {
      return Catalogue.invocation(operation, call.body(), "");
    }
    var values = new HashMap<String, Object>();
    inPath.ifPresent(
        field -> values.put(field.name(), value(field, call.path().get(field.name()))));
    inQuery.forEach(field ->
        call.query(field.name()).ifPresent(text -> values.put(field.name(), value(field, text))));
    try {
      return Catalogue.invocation(operation, values, "");
    } catch (ProblemException refused) {
      throw inRequest(refused);
    }
  }

  private static Object value(Field field, String text) {
    return ParameterText.value(field.type(), text);
  }

  private ProblemException inRequest(ProblemException refused) {
    return ProblemException.invalid(refused.violations().stream().map(this::inRequest).toList());
  }

  /** The same fault where the caller sees it: the member {@code /name} is a parameter here. */
  private Violation inRequest(Violation violation) {
    var name = violation.pointer().substring(1);
    boolean isInPath = inPath.filter(field -> field.name().equals(name)).isPresent();
    return new Violation(
        isInPath ? "path/" + name : QueryParameters.pointer(name),
        violation.code(),
        violation.message());
  }
}
