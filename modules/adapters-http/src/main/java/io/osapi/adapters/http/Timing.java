package io.osapi.adapters.http;

import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.osapi.adapters.http.metrics.Metrics;
import java.time.Duration;
import java.util.Optional;

/** Measures how long each request takes to be answered, by the template of its route. */
final class Timing {
  private final Metrics metrics;

  Timing(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Which path of ours a request turned out to be for. */
  private static final class Matched {
    private Optional<String> template = Optional.empty();
  }

  void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long began = System.nanoTime();
    var matched = new Matched();
    request.context().register(matched);
    response.whenSent(() -> {
      var method = request.prologue().method().text();
      var status = response.status().code();
      var took = Duration.ofNanos(System.nanoTime() - began);
      matched.template.ifPresentOrElse(
          template -> metrics.answered(method, template, status, took),
          () -> metrics.answered(method, status, took));
    });
    chain.proceed();
  }

  /** The path of ours that a request turned out to be for; empty if it is for none. */
  static Optional<String> route(RoutingRequest request) {
    return request.context().get(Matched.class).flatMap(matched -> matched.template);
  }

  /** Notes that a request is for that path, whatever comes of it, and lets it pass. */
  static Handler noting(String template) {
    return (request, response) -> {
      request
          .context()
          .get(Matched.class)
          .ifPresent(matched -> matched.template = Optional.of(template));
      response.next();
    };
  }
}
