package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.osapi.domain.problem.Problem;
import io.osapi.domain.problem.ProblemException;
import io.osapi.domain.problem.Violation;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What can go wrong with a route, for the document of the API: by status, told once for all. */
final class ProblemResponses {
  private static final Correlation CORRELATION =
      new Correlation("0b5d9c6e-3b53-4a5c-9d0e-7f5f4ad0a0c4", "4bf92f3577b34da6a3ce929d0e0e4736");

  private final Map<String, Object> components = new TreeMap<>();

  /** Those of a route's own, and those that come with what it needs and takes. */
  Map<Integer, Map<String, Object>> of(Route route) {
    var byStatus = new TreeMap<Integer, List<Problem>>();
    all(route)
        .forEach(problem ->
            byStatus
                .computeIfAbsent(Problems.status(problem).code(), _ -> new ArrayList<>())
                .add(problem));
    var responses = new TreeMap<Integer, Map<String, Object>>();
    byStatus.forEach((status, problems) -> responses.put(status, reference(problems)));
    return responses;
  }

  Map<String, Object> components() {
    return components;
  }

  private static List<Problem> all(Route route) {
    var all = new ArrayList<>(List.of(Problem.INVALID_INPUT));
    if (route.access() instanceof Access.Needs) {
      all.add(Problem.NOT_AUTHENTICATED);
      all.add(Problem.NOT_PERMITTED);
      all.add(Problem.TOO_MANY_REQUESTS);
      all.add(Problem.OVERLOADED);
      // Until it is known which tokens were called back.
      all.add(Problem.UNAVAILABLE);
    }
    if (Route.takesBody(route.method())) {
      all.add(Problem.BODY_TOO_LARGE);
      all.add(Problem.UNSUPPORTED_MEDIA_TYPE);
      all.add(Problem.REQUEST_TIMEOUT);
    }
    all.addAll(route.problems());
    all.add(Problem.INTERNAL);
    return all.stream().distinct().sorted().toList();
  }

  private Map<String, Object> reference(List<Problem> problems) {
    var name = problems.stream().map(ProblemResponses::name).collect(Collectors.joining("Or"));
    components.computeIfAbsent(name, _ -> response(problems));
    return Map.of("$ref", "#/components/responses/" + name);
  }

  private static Map<String, Object> response(List<Problem> problems) {
    var examples = new LinkedHashMap<String, Object>();
    problems.forEach(problem -> examples.put(problem.code(), Map.of("value", example(problem))));
    var media = new LinkedHashMap<String, Object>();
    media.put("schema", Documents.PROBLEM);
    media.put("examples", examples);
    var response = new LinkedHashMap<String, Object>();
    response.put(
        "description", problems.stream().map(Problem::title).collect(Collectors.joining("; or: ")));
    problems.stream()
        .map(ProblemResponses::header)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(field -> response.put("headers", Map.of(field.name(), OpenApi.header(field))));
    response.put("content", Map.of(Problems.MEDIA_TYPE, media));
    return response;
  }

  /** As it would be answered. */
  private static Map<String, Object> example(Problem problem) {
    var thrown =
        problem == Problem.INVALID_INPUT
            ? ProblemException.invalid(
                Violation.badFormat("query/target", "must be _any, _all, a host name, or a label"))
            : new ProblemException(problem);
    return Problems.view(thrown, Routes.JOBS, CORRELATION);
  }

  private static Optional<Field> header(Problem problem) {
    return switch (problem) {
      case NOT_AUTHENTICATED ->
          Optional.of(
              text(HeaderNames.WWW_AUTHENTICATE.defaultCase(), "Bearer (RFC 6750, section 3)"));
      case TOO_MANY_REQUESTS, OVERLOADED ->
          Optional.of(text(HeaderNames.RETRY_AFTER.defaultCase(), "Seconds to wait"));
      default -> Optional.empty();
    };
  }

  private static Field text(String name, String about) {
    return new Field(name, new Type.Text(Optional.empty(), ""), about, false, Optional.empty());
  }

  /** {@code no-live-worker} is {@code NoLiveWorker}. */
  private static String name(Problem problem) {
    return Arrays.stream(problem.code().split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
