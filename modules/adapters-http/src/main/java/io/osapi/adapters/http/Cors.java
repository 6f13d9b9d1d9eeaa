package io.osapi.adapters.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.osapi.domain.shape.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets pages of the named origins call the API from a browser (Fetch standard, section 3.2). Tokens
 * come in a header and never by themselves, so credentials are not mentioned.
 */
final class Cors {
  /** How long a browser may remember what it was told: until a change of ours should be seen. */
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final HeaderName ALLOW_ORIGIN = HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN;

  private final Set<String> origins;
  private final String exposed;

  Cors(Set<String> origins, List<Route> routes) {
    this.origins = Set.copyOf(origins);
    this.exposed =
        joined(
            Stream.concat(
                routes.stream()
                    .flatMap(route -> route.successes().stream())
                    .flatMap(success -> success.headers().stream())
                    .map(Field::name),
                Stream.of(
                    Correlation.REQUEST_ID.defaultCase(), HeaderNames.RETRY_AFTER.defaultCase())));
  }

  /** Without origins nothing of this is served: there is no header that tells of it. */
  boolean isOn() {
    return !origins.isEmpty();
  }

  void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response.header(HeaderNames.VARY, HeaderNames.ORIGIN.defaultCase());
    origin(request.headers())
        .ifPresent(origin -> {
          response.header(ALLOW_ORIGIN, origin);
          response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        });
    chain.proceed();
  }

  /** Answers a browser that asks before it sends; for anything else, {@code otherwise} does. */
  Handler preflight(List<Route> atPath, Handler otherwise) {
    var methods =
        joined(atPath.stream().flatMap(route -> route.methods().stream()).map(Method::text));
    var headers =
        joined(
            Stream.concat(
                atPath.stream().flatMap(route -> route.headers().stream()).map(Field::name),
                Stream.of(
                    HeaderNames.AUTHORIZATION.defaultCase(),
                    HeaderNames.CONTENT_TYPE.defaultCase(),
                    Correlation.REQUEST_ID.defaultCase(),
                    Correlation.TRACE_PARENT.defaultCase())));
    return (request, response) -> {
      if (origin(request.headers()).isEmpty()
          || !request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
        otherwise.handle(request, response);
        return;
      }
      response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods);
      response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, headers);
      response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, String.valueOf(MAX_AGE.toSeconds()));
      response.status(Status.NO_CONTENT_204).send();
    };
  }

  /** Where the request comes from, if it is one of ours. */
  private Optional<String> origin(Headers headers) {
    var given = headers.all(HeaderNames.ORIGIN, List::of);
    return given.size() == 1 && origins.contains(given.getFirst())
        ? Optional.of(given.getFirst())
        : Optional.empty();
  }

  private static String joined(Stream<String> names) {
    return names.distinct().sorted().collect(Collectors.joining(", "));
  }
}
