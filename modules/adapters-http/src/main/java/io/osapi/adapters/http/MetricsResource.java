package io.osapi.adapters.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.osapi.adapters.http.metrics.Metrics;
import io.osapi.domain.shape.Field;
import io.osapi.domain.shape.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The metrics of this process, for Prometheus. */
final class MetricsResource {
  static final Field ACCEPT =
      new Field(
          HeaderNames.ACCEPT.defaultCase(),
          new Type.Text(Optional.empty(), ""),
          "Which of the text formats",
          false,
          Optional.empty());

  static final Success SCRAPE =
      new Success(
          Status.OK_200,
          "The metrics, as Prometheus or OpenMetrics text",
          Metrics.MEDIA_TYPES.stream()
              .collect(Collectors.toMap(Function.identity(), _ -> Documents.TEXT)),
          List.of());

  private final Metrics metrics;

  MetricsResource(Metrics metrics) {
    this.metrics = metrics;
  }

  Reply scrape(Call call) {
    var scrape = metrics.scrape(call.header(ACCEPT.name()));
    return Reply.of(Status.OK_200, new Content.Written(scrape.mediaType(), scrape.text()));
  }
}
