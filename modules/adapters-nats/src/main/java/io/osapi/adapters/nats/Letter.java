package io.osapi.adapters.nats;

import io.nats.client.impl.Headers;
import io.osapi.application.port.Tracing;
import io.osapi.domain.job.JobId;
import java.util.Optional;

/**
 * What a worker says of a delivery that it cannot read, in the headers of the message that it puts
 * to the dead letters.
 *
 * @param trace that the delivery belongs to
 * @param job empty where the delivery does not say
 */
record Letter(
    Optional<Tracing.Position> trace, Optional<JobId> job, String reason, int deliveries) {
  private static final String JOB = "Osapi-Job";
  private static final String REASON = "Osapi-Reason";
  private static final String DELIVERIES = "Osapi-Deliveries";

  Headers headers() {
    var headers =
        TraceHeaders.of(trace)
            .add(REASON, headerText(reason))
            .add(DELIVERIES, Integer.toString(deliveries));
    job.ifPresent(id -> headers.add(JOB, id.value()));
    return headers;
  }

  /** A header is one line of ASCII; what somebody sent, and a reason quotes, may be anything. */
  private static String headerText(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** Whatever a worker wrote can be read. */
  static Letter of(Headers headers) {
    var given = Optional.ofNullable(headers);
    return new Letter(
        TraceHeaders.read(headers),
        given.map(each -> each.getLast(JOB)).flatMap(JobId::parse),
        given.map(each -> each.getLast(REASON)).orElse("no reason was given"),
        given
            .map(each -> each.getLast(DELIVERIES))
            .filter(text -> text.matches("[0-9]{1,6}"))
            .map(Integer::parseInt)
            .orElse(0));
  }
}
