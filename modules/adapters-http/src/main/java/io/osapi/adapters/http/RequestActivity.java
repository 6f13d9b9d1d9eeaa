package io.osapi.adapters.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.osapi.application.port.Tracing;
import io.osapi.application.port.Tracing.Activity;
import io.osapi.application.port.Tracing.Kind;
import io.osapi.application.port.Tracing.Running;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Each request as an activity, named and described by OpenTelemetry's conventions for HTTP, and as
 * one line of the access log when it is over, however it ended.
 */
final class RequestActivity {
  /** A logger of its own name, so that its lines are easily told from others. */
  private static final System.Logger ACCESS = System.getLogger("io.osapi.access");

  /** What a method is called that we do not know: callers choose it, and may choose any. */
  private static final String OTHER = "_OTHER";

  private static final Set<Method> KNOWN =
      Set.of(
          Method.GET,
          Method.HEAD,
          Method.POST,
          Method.PUT,
          Method.PATCH,
          Method.DELETE,
          Method.OPTIONS,
          Method.TRACE,
          Method.CONNECT);

  /** Asked every few seconds by machines: of interest only to who debugs them. */
  private static final Set<String> PROBES = Set.of("/health", "/health/ready", "/metrics");

  private final Tracing tracing;

  RequestActivity(Tracing tracing) {
    this.tracing = tracing;
  }

  /** First of all, so that whatever becomes of a request can be found by its ids. */
  void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    var requestId = Correlation.requestId(request.headers());
    tracing.run(
        activity(request, requestId),
        running -> {
          var correlation = Correlation.of(requestId, running.position());
          request.context().register(correlation);
          response.header(Correlation.REQUEST_ID, correlation.requestId());
          StandardHeaders.ALL.forEach(response::header);
          answer(chain, request, response, running);
        });
    // Helidon says so in the answer, and would go on reading.
    if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)
        || request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      throw new CloseConnectionException("the answer said that it is the last");
    }
  }

  /** What the server refuses before there is a request to route. */
  <T> T refusing(
      DirectHandler.TransportRequest request, int status, Function<Correlation, T> answer) {
    var requestId = Correlation.requestId(request.headers());
    return tracing.call(
        new Activity(
            "HTTP",
            Kind.SERVER,
            Correlation.caller(request.headers()),
            Map.of("http.request.method", OTHER, "url.scheme", "http"),
            fields(requestId)),
        running -> {
          running.attribute("http.response.status_code", status);
          ACCESS.log(INFO, "a request that breaks HTTP, or our limits: {0}", text(status));
          return answer.apply(Correlation.of(requestId, running.position()));
        });
  }

  private void answer(
      FilterChain chain, RoutingRequest request, RoutingResponse response, Running running) {
    long began = System.nanoTime();
    try {
      chain.proceed();
    } finally {
      int status = response.status().code();
      Timing.route(request)
          .ifPresent(route -> {
            running.name(method(request) + " " + route);
            running.attribute("http.route", route);
          });
      running.attribute("http.response.status_code", status);
      if (!response.isSent()) {
        // The caller has gone, or has stopped sending or reading.
        running.failed("not_answered");
      } else if (status >= 500) {
        running.failed(text(status));
      }
      log(request, response, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static void log(RoutingRequest request, RoutingResponse response, Duration took) {
    var level = PROBES.contains(request.path().rawPath()) ? DEBUG : INFO;
    ACCESS.log(
        level,
        "{0} {1} {2} {3} ms, from {4}",
        request.prologue().method().text(),
        request.path().rawPath(),
        response.isSent() ? text(response.status().code()) : "not answered",
        text(took.toMillis()),
        address(request.remotePeer()));
  }

  private static Activity activity(RoutingRequest request, String requestId) {
    var attributes = new HashMap<String, Object>();
    attributes.put("http.request.method", method(request));
    attributes.put("url.scheme", request.isSecure() ? "https" : "http");
    attributes.put("url.path", request.path().rawPath());
    attributes.put("network.protocol.version", request.prologue().protocolVersion());
    attributes.put("server.address", request.requestedUri().host());
    attributes.put("server.port", request.requestedUri().port());
    attributes.put("client.address", address(request.remotePeer()));
    return new Activity(
        method(request),
        Kind.SERVER,
        Correlation.caller(request.headers()),
        attributes,
        fields(requestId));
  }

  private static Map<String, String> fields(String requestId) {
    return Map.of("request_id", requestId);
  }

  private static String method(RoutingRequest request) {
    var method = request.prologue().method();
    return KNOWN.contains(method) ? method.text() : OTHER;
  }

  private static String address(PeerInfo peer) {
    return peer.address() instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : peer.host();
  }

  /** Without the grouping of digits that a message format would add. */
  private static String text(long number) {
    return Long.toString(number);
  }
}
