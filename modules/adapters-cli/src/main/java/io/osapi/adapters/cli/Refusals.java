package io.osapi.adapters.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a command says when the API refuses or does not answer: what happened, what to do next. */
final class Refusals {
  private Refusals() {}

  static Cli.Refused usage(String... lines) {
    return new Cli.Refused(Exit.USAGE, List.of(lines));
  }

  static Cli.Refused unreachable(Api api, String why, IOException cause) {
    return new Cli.Refused(
        Exit.UNAVAILABLE,
        List.of(
            "Nothing answers at " + api.url() + " (api.client.url): " + why + ".",
            "Start it with 'osapi start' (everything on this host) or 'osapi api server start',",
            "or set api.client.url (OSAPI_API_CLIENT_URL) to where it is."),
        cause);
  }

  /** From an answer with a status of 400 or above. */
  static Cli.Refused answered(Api api, Api.Reply reply) {
    var problem = reply.document();
    var lines = new ArrayList<String>();
    lines.add(what(api, reply, problem));
    Json.maps(problem, "errors").forEach(error -> lines.add(place(error)));
    lines.addAll(next(api, reply));
    trace(reply, problem).ifPresent(lines::add);
    return new Cli.Refused(Exit.ofStatus(reply.status()), lines);
  }

  /** A proxy, a page to log in at, another server: to show it as an answer would be a lie. */
  static Cli.Refused notOurs(Api api, Api.Reply reply) {
    return new Cli.Refused(
        Exit.ERROR,
        List.of(
            api.url() + " answered " + reply.status() + ", but not as osapi does.",
            "Is api.client.url (OSAPI_API_CLIENT_URL) right, and is nothing in between?"));
  }

  private static String what(Api api, Api.Reply reply, Map<String, Object> problem) {
    if (reply.status() == 401) {
      var what = api.hasToken() ? "The token was not accepted" : "No token is configured";
      return what + " (401" + code(problem) + ").";
    }
    return Json.text(problem, "detail")
        .or(() -> Json.text(problem, "title"))
        .map(text -> Visible.line(text) + " (" + reply.status() + code(problem) + ")")
        // Not one of our answers: a proxy, or another server.
        .orElseGet(() -> api.url() + " answered " + reply.status() + ".");
  }

  private static String code(Map<String, Object> problem) {
    return Json.text(problem, "code").map(code -> " " + Visible.line(code)).orElse("");
  }

  private static String place(Map<String, Object> error) {
    return "  "
        + Visible.line(option(Json.text(error, "pointer").orElse("/")))
        + " "
        + Visible.line(Json.text(error, "message").orElse("is not right"));
  }

  /** Where a fault is, as it was typed: {@code /servers/0} is {@code --servers}. */
  static String option(String pointer) {
    var names =
        Stream.of(pointer.split("/"))
            .filter(part -> !part.isEmpty())
            .filter(part -> !part.matches("query|path|operation|data|\\d+"))
            .toList();
    return names.isEmpty() ? pointer : "--" + Inputs.optionName(names.getFirst());
  }

  private static List<String> next(Api api, Api.Reply reply) {
    if (reply.status() != 401) {
      return List.of();
    }
    return api.hasToken()
        ? List.of(
            "'osapi token validate' says why, where the signing key is. Make another with 'osapi"
                + " token generate'",
            "and put it into api.client.security.bearer_token"
                + " (OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN).")
        : List.of(
            "Make one with 'osapi token generate -r read -u <name>' and put it into",
            "api.client.security.bearer_token (OSAPI_API_CLIENT_SECURITY_BEARER_TOKEN).");
  }

  /** For who looks into the logs of the API and its workers. */
  static String trace(String traceId) {
    return "(trace " + traceId + ")";
  }

  private static Optional<String> trace(Api.Reply reply, Map<String, Object> problem) {
    var ids =
        Stream.of(
                Json.text(problem, "trace_id").map(id -> "trace " + Visible.line(id)),
                Json.text(problem, "request_id")
                    .map(Visible::line)
                    .or(reply::requestId)
                    .map(id -> "request " + id))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? Optional.empty() : Optional.of("(" + ids + ")");
  }
}
